package org.ikisaki.metrics;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that were meant for another host. A web page that any browser at home has open
 * may let its own name point at this computer and read what is served here (DNS rebinding), but it
 * can't ask under another name than its own. Immutable.
 */
final class HostCheck extends Authenticator {
  private static final HttpPrincipal ANYBODY = new HttpPrincipal("anybody", "metrics");

  private final List<String> names;

  /** Lets through addresses, {@code localhost} and {@code names}. */
  HostCheck(List<String> names) {
    this.names = names;
  }

  @Override
  public Result authenticate(HttpExchange exchange) {
    List<String> hosts = exchange.getRequestHeaders().get("Host");
    boolean isMeant = hosts != null && hosts.size() == 1 && isOurs(hosts.get(0));
    return isMeant ? new Success(ANYBODY) : new Failure(HttpURLConnection.HTTP_FORBIDDEN);
  }

  /** Whether the value of a Host header is one that we go by. */
  boolean isOurs(@Nullable String header) {
    if (header == null) {
      return false;
    }
    String host;
    try {
      host = HostAndPort.fromString(header).getHost().toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return false;
    }
    return InetAddresses.isInetAddress(host) || host.equals("localhost") || names.contains(host);
  }
}
