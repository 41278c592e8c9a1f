package org.ikisaki.cli;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.ProtocolNames;
import org.jspecify.annotations.Nullable;

/**
 * What is to be explained, as a user writes it: a host, an address, or a flow, which is a device
 * and an endpoint.
 *
 * @param device MAC or IP address as the store writes it, or a name; null for all devices
 * @param far host or address, as the store writes it
 * @param port 0 for every port
 * @param protocol as {@link ProtocolNames} names it, empty for all
 */
record ExplainSubject(@Nullable String device, String far, int port, String protocol) {
  private static final String SYNTAX =
      "write HOST, ADDRESS, or DEVICE and ADDRESS:PORT/PROTOCOL,"
          + " such as 192.168.1.5 203.0.113.7:443/tcp";

  /** Names of devices may have spaces, endpoints have none. */
  private static final Pattern FLOW = Pattern.compile("(?:(.*?)[ >]+)?([^ >]+)");

  private static final Pattern ENDPOINT =
      Pattern.compile("(?:\\[([^]]+)]|([^/\\[\\]]*?))(?::([0-9]{1,5}))?(?:/([a-z0-9]{1,8}))?");

  private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");
  private static final int MAX_PORT = 65_535;

  /**
   * Reads what stands on the command line; between device and endpoint is a space or {@code >}.
   *
   * @throws IllegalArgumentException with the remedy, if it is nothing of the kind
   */
  static ExplainSubject parse(List<String> words) {
    Matcher matcher = FLOW.matcher(String.join(" ", words).strip());
    if (!matcher.matches()) {
      throw wrong(String.join(" ", words));
    }
    String device = matcher.group(1);
    String far = matcher.group(2).toLowerCase(Locale.ROOT);
    return endpoint(device == null ? null : device(device), far);
  }

  static boolean isMac(String text) {
    return MAC.matcher(text).matches();
  }

  /** The same with the device as the store knows it. */
  ExplainSubject withDevice(@Nullable String key) {
    return new ExplainSubject(key, far, port, protocol);
  }

  boolean matches(int protocolNumber, int serverPort) {
    return (port == 0 || port == serverPort)
        && (protocol.isEmpty() || protocol.equals(ProtocolNames.name(protocolNumber)));
  }

  /** As it is shown. */
  String text() {
    boolean isIpv6 = far.indexOf(':') >= 0;
    String server =
        (isIpv6 && port != 0 ? "[" + far + "]" : far)
            + (port == 0 ? "" : ":" + port)
            + (protocol.isEmpty() ? "" : "/" + protocol);
    return device == null ? server : device + " > " + server;
  }

  /** A MAC address, an IP address with or without a port, which is not kept, or a name. */
  private static String device(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (isMac(lower)) {
      return lower;
    }
    Matcher matcher = ENDPOINT.matcher(lower);
    String address = address(lower);
    if (address == null && matcher.matches()) {
      address = address(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
    return address == null ? text : address;
  }

  private static ExplainSubject endpoint(@Nullable String device, String text) {
    String literal = address(text);
    if (literal != null) {
      return new ExplainSubject(device, literal, 0, "");
    }
    Matcher matcher = ENDPOINT.matcher(text);
    if (!matcher.matches()) {
      throw wrong(text);
    }
    String far = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    int port = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
    if (far.isEmpty() || port > MAX_PORT) {
      throw wrong(text);
    }
    String protocol = matcher.group(4) == null ? "" : matcher.group(4);
    String address = address(far);
    String host = far.endsWith(".") ? far.substring(0, far.length() - 1) : far;
    return new ExplainSubject(device, address == null ? host : address, port, protocol);
  }

  private static @Nullable String address(String text) {
    try {
      return IpAddress.parse(text).toString();
    } catch (IllegalArgumentException noLiteral) {
      return null;
    }
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException("'" + text + "' is nothing to explain: " + SYNTAX);
  }
}
