package org.ikisaki.store;

/** IP bytes and packets as seen from home, and the flows that began. */
public record Counters(long bytesDown, long bytesUp, long packetsDown, long packetsUp, long flows) {
  public static final Counters ZERO = new Counters(0, 0, 0, 0, 0);

  public long bytes() {
    return bytesDown + bytesUp;
  }

  public Counters plus(Counters other) {
    return new Counters(
        bytesDown + other.bytesDown,
        bytesUp + other.bytesUp,
        packetsDown + other.packetsDown,
        packetsUp + other.packetsUp,
        flows + other.flows);
  }
}
