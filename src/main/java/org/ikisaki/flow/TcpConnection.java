package org.ikisaki.flow;

import org.ikisaki.wire.Packet;

/**
 * As much of a TCP connection (RFC 9293) as its flow needs: how long its handshake took, what was
 * sent again, and whether it is over. Confined to one capture thread.
 *
 * <pre>
 * client                monitor                server
 *   |-------- SYN ---------|---------------------&gt;|
 *   |                      |      server's half   |
 *   |&lt;---------------------|------ SYN, ACK ------|
 *   |    client's half     |                      |
 *   |-------- ACK ---------|---------------------&gt;|
 * </pre>
 *
 * <p>Both halves together are the round trip that RFC 6298 would measure. If a SYN or its answer
 * was sent again before it was answered, the latest counts: the smaller of what is possible.
 */
final class TcpConnection {
  private static final int NOBODY = -1;

  private enum Handshake {
    UNSEEN,
    SYN_SEEN,
    SYN_ACK_SEEN,
    COMPLETE
  }

  private final TcpSender end0 = new TcpSender();
  private final TcpSender end1 = new TcpSender();
  private Handshake handshake = Handshake.UNSEEN;

  /** The end that sent the SYN. */
  private int client = NOBODY;

  private int synSequence;
  private int synAckSequence;

  /** When the part of the handshake was seen that is to be answered next. */
  private long asked;

  private long serverHalf;
  private long clientHalf;
  private boolean isUntold;
  private boolean reset;

  void clear() {
    end0.clear();
    end1.clear();
    handshake = Handshake.UNSEEN;
    client = NOBODY;
    serverHalf = 0;
    clientHalf = 0;
    isUntold = false;
    reset = false;
  }

  /** Whether {@code packet}, a whole segment from {@code end}, begins another connection. */
  boolean isReplacedBy(Packet packet, int end) {
    if (!TcpFlags.isOpening(packet.tcpFlags())) {
      return false;
    }
    return end == client
        ? packet.tcpSequence() != synSequence
        : sender(end).isHeard() || isClosed();
  }

  /** Takes in a whole segment from {@code end}. */
  void take(Packet packet, int end, long now) {
    int flags = packet.tcpFlags();
    if (flags == 0) {
      // Not even its flags were captured.
      return;
    }
    if ((flags & TcpFlags.RST) != 0) {
      reset = true;
      return;
    }
    if (handshake != Handshake.COMPLETE) {
      shakeHands(packet, end, now);
    }
    sender(end).send(flags, packet.tcpSequence(), packet.tcpPayloadBytes(), now, roundTrip());
  }

  /** Whether it was seen from its SYN on. */
  boolean isSynSeen() {
    return handshake != Handshake.UNSEEN;
  }

  /** Whether nothing but stragglers can come. */
  boolean isClosed() {
    return reset || end0.isFinished() && end1.isFinished();
  }

  /**
   * Nanoseconds that the handshake took on the side of {@code end}, or 0 if it did not complete
   * since {@link #told}.
   */
  long handshakeHalf(int end) {
    return !isUntold ? 0 : end == client ? clientHalf : serverHalf;
  }

  /** Segments that {@code end} sent again since {@link #told}. */
  int retransmitted(int end) {
    return sender(end).retransmitted();
  }

  void told() {
    isUntold = false;
    end0.resetRetransmitted();
    end1.resetRetransmitted();
  }

  private void shakeHands(Packet packet, int end, long now) {
    switch (packet.tcpFlags() & (TcpFlags.SYN | TcpFlags.ACK)) {
      case TcpFlags.SYN -> {
        if (handshake != Handshake.SYN_ACK_SEEN || end != client) {
          handshake = Handshake.SYN_SEEN;
          client = end;
          synSequence = packet.tcpSequence();
          asked = now;
        }
      }
      case TcpFlags.SYN | TcpFlags.ACK -> {
        if (client == 1 - end && acknowledgesSyn(packet)) {
          if (handshake == Handshake.SYN_SEEN) {
            handshake = Handshake.SYN_ACK_SEEN;
            serverHalf = since(asked, now);
          }
          synAckSequence = packet.tcpSequence();
          asked = now;
        }
      }
      case TcpFlags.ACK -> {
        if (handshake == Handshake.SYN_ACK_SEEN
            && end == client
            && packet.tcpAcknowledgment() == synAckSequence + 1) {
          handshake = Handshake.COMPLETE;
          clientHalf = since(asked, now);
          isUntold = true;
        }
      }
      default -> {
        // Neither is of no connection.
      }
    }
  }

  /** Whether it acknowledges the SYN, and no more than was sent with it (RFC 7413). */
  private boolean acknowledgesSyn(Packet packet) {
    int acknowledgment = packet.tcpAcknowledgment();
    return acknowledgment - synSequence > 0 && acknowledgment - sender(client).next() <= 0;
  }

  /** The whole of a handshake that completed, otherwise 0. */
  private long roundTrip() {
    return handshake == Handshake.COMPLETE ? serverHalf + clientHalf : 0;
  }

  /** At least 1, also where the clock is too coarse or was set back, as 0 says unknown. */
  private static long since(long then, long now) {
    return Math.max(1, now - then);
  }

  private TcpSender sender(int end) {
    return end == 0 ? end0 : end1;
  }
}
