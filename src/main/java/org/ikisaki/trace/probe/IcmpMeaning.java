package org.ikisaki.trace.probe;

import org.ikisaki.trace.Answer.Meaning;
import org.jspecify.annotations.Nullable;

/** What an ICMP error says of the packet that it quotes (RFC 792, RFC 1812 5.2.7.1, RFC 4443 3). */
final class IcmpMeaning {
  private static final int UNREACHABLE = 3;
  private static final int TIME_EXCEEDED = 11;
  private static final int PARAMETER_PROBLEM = 12;

  private static final int UNREACHABLE6 = 1;
  private static final int PACKET_TOO_BIG6 = 2;
  private static final int TIME_EXCEEDED6 = 3;
  private static final int PARAMETER_PROBLEM6 = 4;

  private IcmpMeaning() {}

  /**
   * Of a message's type and code.
   *
   * @param fromTarget whether the target itself says so: of a closed port then, it was reached
   * @return {@code null} if it is none of those that end a packet
   */
  static @Nullable Meaning of(boolean ipv6, int type, int code, boolean fromTarget) {
    return ipv6 ? ofIpv6(type, code, fromTarget) : ofIpv4(type, code, fromTarget);
  }

  private static @Nullable Meaning ofIpv4(int type, int code, boolean fromTarget) {
    return switch (type) {
      case UNREACHABLE ->
          switch (code) {
            case 0, 6, 11 -> Meaning.NETWORK_UNREACHABLE;
            case 1, 7, 12 -> Meaning.HOST_UNREACHABLE;
            case 2 -> Meaning.PROTOCOL_UNREACHABLE;
            case 3 -> closedPort(fromTarget);
            case 9, 10, 13 -> Meaning.PROHIBITED;
            default -> Meaning.OTHER_UNREACHABLE;
          };
      // Code 1 is of a reassembly that took too long.
      case TIME_EXCEEDED -> code == 0 ? Meaning.TIME_EXCEEDED : null;
      case PARAMETER_PROBLEM -> Meaning.OTHER_UNREACHABLE;
      default -> null;
    };
  }

  private static @Nullable Meaning ofIpv6(int type, int code, boolean fromTarget) {
    return switch (type) {
      case UNREACHABLE6 ->
          switch (code) {
            case 0 -> Meaning.NETWORK_UNREACHABLE;
            case 1, 5, 6 -> Meaning.PROHIBITED;
            case 3 -> Meaning.HOST_UNREACHABLE;
            case 4 -> closedPort(fromTarget);
            default -> Meaning.OTHER_UNREACHABLE;
          };
      case PACKET_TOO_BIG6 -> Meaning.OTHER_UNREACHABLE;
      case TIME_EXCEEDED6 -> code == 0 ? Meaning.TIME_EXCEEDED : null;
      // Code 1 is of a next header that is not known: the protocol.
      case PARAMETER_PROBLEM6 ->
          code == 1 ? Meaning.PROTOCOL_UNREACHABLE : Meaning.OTHER_UNREACHABLE;
      default -> null;
    };
  }

  private static Meaning closedPort(boolean fromTarget) {
    return fromTarget ? Meaning.REACHED : Meaning.OTHER_UNREACHABLE;
  }
}
