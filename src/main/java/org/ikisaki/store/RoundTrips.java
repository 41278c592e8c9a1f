package org.ikisaki.store;

import java.util.concurrent.TimeUnit;

/**
 * Round trips of TCP handshakes, summed: divided by their number, the mean.
 *
 * @param handshakes that completed, and of which every part was seen
 * @param localMicros from the monitor to the device and back, in microseconds
 * @param remoteMicros from the monitor to the other end and back; both together are the whole way
 */
public record RoundTrips(long handshakes, long localMicros, long remoteMicros) {
  public static final RoundTrips NONE = new RoundTrips(0, 0, 0);

  /** That of one handshake in nanoseconds, or none if both are 0. */
  public static RoundTrips ofNanos(long local, long remote) {
    return local == 0 && remote == 0
        ? NONE
        : new RoundTrips(
            1, TimeUnit.NANOSECONDS.toMicros(local), TimeUnit.NANOSECONDS.toMicros(remote));
  }

  public RoundTrips plus(RoundTrips other) {
    return new RoundTrips(
        handshakes + other.handshakes,
        localMicros + other.localMicros,
        remoteMicros + other.remoteMicros);
  }
}
