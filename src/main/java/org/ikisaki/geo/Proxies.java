package org.ikisaki.geo;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy leads to an address: the configured one, or what curl would take from the environment
 * ({@code http_proxy}, {@code https_proxy}, {@code all_proxy}, {@code no_proxy}).
 */
record Proxies(@Nullable URI configured, Map<String, String> environment) {
  private static final int DEFAULT_PORT = 1080;

  /** An HTTP proxy, with or without the scheme; null if it is none. */
  static @Nullable URI parse(String text) {
    try {
      URI uri = new URI(text.contains("://") ? text : "http://" + text);
      return uri.getHost() != null && "http".equalsIgnoreCase(uri.getScheme()) ? uri : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  Proxy towards(URI address) {
    URI proxy = configured != null ? configured : fromEnvironment(address);
    if (proxy == null) {
      return Proxy.NO_PROXY;
    }
    int port = proxy.getPort() < 0 ? DEFAULT_PORT : proxy.getPort();
    return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), port));
  }

  private @Nullable URI fromEnvironment(URI address) {
    if (isExcepted(address.getHost())) {
      return null;
    }
    String scheme = address.getScheme().toLowerCase(Locale.ROOT);
    // HTTP_PROXY is a request's header to a CGI program, and so not believed.
    String named =
        scheme.equals("http") ? variable("http_proxy") : variable("https_proxy", "HTTPS_PROXY");
    String text = named.isEmpty() ? variable("all_proxy", "ALL_PROXY") : named;
    return text.isEmpty() ? null : parse(text);
  }

  private boolean isExcepted(String host) {
    for (String entry : variable("no_proxy", "NO_PROXY").split(",", -1)) {
      String suffix = entry.strip().replaceFirst("^\\*?\\.", "");
      if (entry.strip().equals("*")
          || (!suffix.isEmpty() && (host.equals(suffix) || host.endsWith("." + suffix)))) {
        return true;
      }
    }
    return false;
  }

  private String variable(String... names) {
    for (String name : names) {
      String value = environment.getOrDefault(name, "").strip();
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }
}
