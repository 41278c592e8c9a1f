package org.ikisaki.service;

import java.util.Locale;
import java.util.OptionalInt;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.ProtocolNames;

/** Reads what stands under {@code ports}, {@code protocols} and {@code devices}. */
final class PortPatterns {
  private static final int MAX_PORT = 65_535;

  private static final java.util.regex.Pattern RANGE =
      java.util.regex.Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

  private static final java.util.regex.Pattern MAC =
      java.util.regex.Pattern.compile("[0-9a-f]{2}(?::[0-9a-f]{2}){5}");

  private PortPatterns() {}

  /** {@code 8443}, {@code 6000-6063}, {@code tcp/8443} or {@code udp/3478-3481}. */
  static Pattern ports(String written) {
    int slash = written.indexOf('/');
    int protocol =
        slash < 0 ? Pattern.Ports.ANY_PROTOCOL : number(written.substring(0, slash), written);
    java.util.regex.Matcher range = RANGE.matcher(written.substring(slash + 1));
    if (!range.matches()) {
      throw noPort();
    }
    int first = Integer.parseInt(range.group(1));
    int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
    if (first == 0 || last > MAX_PORT) {
      throw new IllegalArgumentException("needs ports from 1 to " + MAX_PORT);
    }
    if (last < first) {
      throw new IllegalArgumentException("ends before it begins; write the smaller port first");
    }
    return new Pattern.Ports(protocol, first, last);
  }

  /** {@code icmp} or {@code 47}. */
  static Pattern protocol(String written) {
    OptionalInt number = ProtocolNames.number(written.toLowerCase(Locale.ROOT));
    if (number.isEmpty()) {
      throw new IllegalArgumentException(
          "is no protocol; write tcp, udp, icmp, icmpv6, igmp, sctp or a number to 255");
    }
    return new Pattern.Protocol(number.getAsInt());
  }

  /** A MAC address, or the IP address of a device whose MAC address is not seen. */
  static Pattern device(String written) {
    String key = written.toLowerCase(Locale.ROOT).replace('-', ':');
    if (MAC.matcher(key).matches()) {
      return new Pattern.Device(key);
    }
    try {
      return new Pattern.Device(IpAddress.parse(written).toString());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "is no device; write its MAC address, such as 02:00:5e:10:00:01, as `ikisaki top --by"
              + " device` shows it");
    }
  }

  private static int number(String protocol, String written) {
    if (written.length() > 32) {
      throw noPort();
    }
    return ProtocolNames.number(protocol.toLowerCase(Locale.ROOT))
        .orElseThrow(PortPatterns::noPort);
  }

  private static IllegalArgumentException noPort() {
    return new IllegalArgumentException(
        "is no port; write one such as 8443, tcp/8443 or udp/3478-3481");
  }
}
