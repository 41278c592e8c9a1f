package org.ikisaki.flow;

/** Which end opened a flow, told from the first packet that was seen of it. */
final class Opening {
  private static final int TCP_SYN = 0x02;
  private static final int TCP_ACK = 0x10;

  private static final int FIRST_REGISTERED = 1_024;

  /** Linux hands out ephemeral ports from here; RFC 6335 and the others from 49152. */
  private static final int FIRST_EPHEMERAL = 32_768;

  private Opening() {}

  /**
   * The end that opened.
   *
   * <ol>
   *   <li>A TCP SYN comes from it, a SYN with ACK goes to it.
   *   <li>A group opens nothing.
   *   <li>It has the more ephemeral port, if there is a difference.
   *   <li>It sent first.
   * </ol>
   */
  static int end(FlowKey key, int tcpFlags, boolean toGroup) {
    int sender = key.sender;
    if ((tcpFlags & TCP_SYN) != 0) {
      return (tcpFlags & TCP_ACK) == 0 ? sender : 1 - sender;
    }
    if (toGroup) {
      return sender;
    }
    int difference = Integer.compare(range(key.port0), range(key.port1));
    return difference == 0 ? sender : difference > 0 ? 0 : 1;
  }

  private static int range(int port) {
    return port < FIRST_REGISTERED ? 0 : port < FIRST_EPHEMERAL ? 1 : 2;
  }
}
