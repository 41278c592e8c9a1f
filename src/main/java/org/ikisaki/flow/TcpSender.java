package org.ikisaki.flow;

import java.util.concurrent.TimeUnit;

/**
 * What one end of a TCP connection has sent, in sequence numbers modulo 2^32 (RFC 9293, 3.4).
 * Confined to one capture thread.
 */
final class TcpSender {
  /*
   * A segment that brings nothing new was sent again, with two exceptions.
   *
   * One octet just below the highest is a keep-alive (RFC 9293, 3.8.4), or the next probe of a
   * closed window (3.8.6.1) after the first, which was new.
   *
   * A segment that fills a hole shortly after the hole was seen was overtaken on its way here. One
   * that was lost and sent again comes no sooner than a round trip later: the news of the hole must
   * pass us towards the sender, and what it sends in answer back. Of holes the newest is known.
   */
  private static final long OVERTAKEN_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

  /**
   * Further away than any window of a home's reaches, a number is of another connection whose
   * beginning was missed.
   */
  private static final int WIDEST_WINDOW = 1 << 26;

  private boolean heard;
  private boolean finished;
  private int next;
  private int holeFrom;
  private int holeTo;
  private long holeSince;
  private int retransmitted;

  void clear() {
    heard = false;
    finished = false;
    retransmitted = 0;
    noHole();
  }

  /**
   * Takes in a segment.
   *
   * @param length of its payload on the wire
   * @param roundTrip of the connection in nanoseconds, 0 if unknown
   */
  void send(int flags, int sequence, int length, long now, long roundTrip) {
    boolean fin = (flags & TcpFlags.FIN) != 0;
    boolean control = fin || (flags & TcpFlags.SYN) != 0;
    int end = sequence + length + (control ? 1 : 0);
    finished |= fin;
    if (!heard || isFar(end)) {
      heard = true;
      next = end;
      noHole();
    } else if (end - next > 0) {
      advance(sequence, end, now);
    } else if (end != sequence) {
      boolean isProbe = !control && length == 1 && end == next;
      if (!isProbe && !wasOvertaken(sequence, end, now, roundTrip)) {
        retransmitted++;
      }
    }
  }

  boolean isHeard() {
    return heard;
  }

  /** Whether it sent a FIN. */
  boolean isFinished() {
    return finished;
  }

  /** The sequence number after the highest it has sent. */
  int next() {
    return next;
  }

  /** Segments sent again since {@link #resetRetransmitted}. */
  int retransmitted() {
    return retransmitted;
  }

  void resetRetransmitted() {
    retransmitted = 0;
  }

  private boolean isFar(int sequence) {
    int distance = sequence - next;
    return distance > WIDEST_WINDOW || distance < -WIDEST_WINDOW;
  }

  private void advance(int sequence, int end, long now) {
    if (sequence - next > 0) {
      holeFrom = next;
      holeTo = sequence;
      holeSince = now;
    }
    next = end;
  }

  private boolean wasOvertaken(int sequence, int end, long now, long roundTrip) {
    boolean fits = sequence - holeFrom >= 0 && holeTo - end >= 0;
    // Half of what the handshake took, as that may have been slow.
    long soon = roundTrip == 0 ? OVERTAKEN_NANOS : roundTrip / 2;
    if (!fits || now - holeSince > soon) {
      return false;
    }
    if (sequence == holeFrom) {
      holeFrom = end;
    } else {
      holeTo = sequence;
    }
    return true;
  }

  private void noHole() {
    holeFrom = next;
    holeTo = next;
  }
}
