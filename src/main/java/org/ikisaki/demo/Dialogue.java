package org.ikisaki.demo;

/**
 * Plays a {@link Script} packet by packet: whose turn it is, how much goes into the next packet,
 * and when the receiver acknowledges. Confined to one thread.
 */
final class Dialogue {
  private static final int PACKETS_PER_ACKNOWLEDGMENT = 4;
  private static final int MERGED_PER_ACKNOWLEDGMENT = 2;
  private static final int SMALLEST = 32;
  private static final long ACKNOWLEDGMENT_DELAY = 60_000;
  private static final long THINKING = 9_000_000;

  private final Script script;
  private final Dice dice;
  private final int limit;
  private final long roundTrip;
  private int turnsLeft;
  private boolean requesting;
  private int remaining;
  private int unacknowledged;
  private int messageLength;

  private boolean up;
  private int length;
  private boolean start;
  private long delay;

  /**
   * @param packetLimit payload of the largest packet, before merging
   */
  Dialogue(Script script, int packetLimit, long roundTrip, Dice dice) {
    this.script = script;
    this.dice = dice;
    this.limit = Math.min(packetLimit * script.merged(), 0xffff - packetLimit);
    this.roundTrip = roundTrip;
    this.turnsLeft = script.turns();
  }

  /** Goes on to the next packet; false when everything has been said. */
  boolean next() {
    int window = script.merged() > 1 ? MERGED_PER_ACKNOWLEDGMENT : PACKETS_PER_ACKNOWLEDGMENT;
    delay = 0;
    if (unacknowledged > 0 && (unacknowledged == window || (remaining == 0 && !requesting))) {
      return acknowledge();
    }
    start = remaining == 0;
    if (start && !nextMessage()) {
      return false;
    }
    up = requesting;
    length = nextLength();
    remaining -= length;
    unacknowledged++;
    delay += (long) length * script.nanosPerByte();
    return true;
  }

  /** As much as fits, but never so that only a few bytes are left for the last packet. */
  private int nextLength() {
    if (remaining <= limit) {
      return remaining;
    }
    return Math.min(limit, remaining - SMALLEST);
  }

  private boolean acknowledge() {
    up = !requesting;
    length = 0;
    start = false;
    unacknowledged = 0;
    delay = ACKNOWLEDGMENT_DELAY;
    return true;
  }

  /** A response acknowledges its request; a request comes after a pause. */
  private boolean nextMessage() {
    if (requesting) {
      requesting = false;
      remaining = (int) dice.about(script.response());
      delay = roundTrip + dice.about(THINKING);
    } else {
      if (turnsLeft-- == 0) {
        return false;
      }
      requesting = true;
      remaining = (int) dice.about(script.request());
      delay = script.pause() == 0 ? ACKNOWLEDGMENT_DELAY : dice.about(script.pause());
    }
    messageLength = remaining;
    unacknowledged = 0;
    return true;
  }

  /** Whether the packet goes from client to server. */
  boolean up() {
    return up;
  }

  /** Payload of the packet, 0 if it only acknowledges. */
  int length() {
    return length;
  }

  /** Whether a message begins with the packet. */
  boolean start() {
    return start;
  }

  /** Bytes of the message that the packet is part of. */
  int messageLength() {
    return messageLength;
  }

  /** Whether the message ends with the packet. */
  boolean end() {
    return remaining == 0;
  }

  /** Nanoseconds between the packet before and this one. */
  long delay() {
    return delay;
  }
}
