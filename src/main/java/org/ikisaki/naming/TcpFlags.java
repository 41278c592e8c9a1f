package org.ikisaki.naming;

import org.ikisaki.wire.Packet;

/** The TCP flags that matter here (RFC 9293, 3.1). */
final class TcpFlags {
  private static final int SYN = 0x02;
  private static final int ACK = 0x10;

  private TcpFlags() {}

  /** Whether it is the first packet of a connection: SYN without ACK. */
  static boolean isOpening(Packet packet) {
    return (packet.tcpFlags() & (SYN | ACK)) == SYN;
  }

  /** Whether it is the first packet of one direction. */
  static boolean isSyn(Packet packet) {
    return (packet.tcpFlags() & SYN) != 0;
  }
}
