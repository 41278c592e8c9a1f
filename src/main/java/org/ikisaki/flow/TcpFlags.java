package org.ikisaki.flow;

/** The flags of a TCP header that tell its state (RFC 9293, 3.1). */
final class TcpFlags {
  static final int FIN = 0x01;
  static final int SYN = 0x02;
  static final int RST = 0x04;
  static final int ACK = 0x10;

  private TcpFlags() {}

  /** Whether it is a connection's first segment, or that once more. */
  static boolean isOpening(int flags) {
    return (flags & (SYN | ACK | RST)) == SYN;
  }
}
