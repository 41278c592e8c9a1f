package org.ikisaki.endurance;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.ikisaki.demo.BenchmarkSource;
import org.ikisaki.testing.BatchSender;

/**
 * A household's frames, sent over and over: half an hour of thirty devices, whole, with VLANs, DNS,
 * ClientHellos and encrypted QUIC Initials. Confined to one thread.
 */
final class Load implements AutoCloseable {
  private static final Duration LENGTH = Duration.ofMinutes(29);
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long STEP = NANOS_PER_SECOND / 1_000;
  private static final int FLOOD_STEP = 4_096;

  private final BatchSender sender;
  private long sent;

  private Load(BatchSender sender) {
    this.sender = sender;
  }

  /** Frames to be sent by {@link #on}. */
  static List<byte[]> frames() throws IOException {
    List<byte[]> frames = new ArrayList<>();
    new BenchmarkSource(LENGTH)
        .play(
            frame -> {
              byte[] bytes = new byte[frame.capturedLength()];
              frame.buffer().get(frame.offset(), bytes);
              frames.add(bytes);
            });
    return frames;
  }

  /** Sends on an interface of the calling thread's namespace. */
  static Load on(String interfaceName, List<byte[]> frames) throws IOException {
    return new Load(BatchSender.on(interfaceName, frames));
  }

  /** Packets ever sent. */
  long sent() {
    return sent;
  }

  /** Sends as fast as this core can, and returns how many packets that were. */
  long flood(Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    long before = sent;
    while (System.nanoTime() < end) {
      send(FLOOD_STEP);
    }
    return sent - before;
  }

  /** Sends at an even rate, in steps of a millisecond. */
  void send(int packetsPerSecond, Duration time) throws IOException {
    long start = System.nanoTime();
    long total = time.toNanos() / STEP * packetsPerSecond / 1_000;
    long done = 0;
    while (done < total) {
      long passed = System.nanoTime() - start;
      long due = Math.min(total, (passed + STEP) / 1_000 * packetsPerSecond / 1_000_000);
      if (due > done) {
        send(due - done);
        done = due;
      }
      LockSupport.parkNanos(STEP);
    }
  }

  private void send(long packets) throws IOException {
    sender.send(packets);
    sent += packets;
  }

  @Override
  public void close() {
    sender.close();
  }
}
