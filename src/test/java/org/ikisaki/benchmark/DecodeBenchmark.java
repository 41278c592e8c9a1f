package org.ikisaki.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.ikisaki.capture.FrameSource.Poll;
import org.ikisaki.capture.Savefile;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.Packet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Decoding alone: frames that lie in memory one behind the other, as in a ring. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DecodeBenchmark {
  private static final int FRAMES = 200_000;
  private static final int MEAN_CAPTURED = 256;

  private final Packet packet = new Packet();
  private final Frame[] frames = new Frame[FRAMES];

  /** Copies the frames out of the window that their source reads through. */
  @Setup
  public void capture() throws IOException {
    ByteBuffer ring = ByteBuffer.allocate(FRAMES * MEAN_CAPTURED);
    try (Savefile source = new HouseholdCapture(FRAMES).open()) {
      Frame seen = new Frame();
      for (int i = 0; i < FRAMES && source.poll(seen) == Poll.FRAME; i++) {
        int at = ring.position();
        ring.put(at, seen.buffer(), seen.offset(), seen.capturedLength());
        ring.position(at + seen.capturedLength());
        frames[i] = new Frame();
        frames[i].set(
            ring,
            at,
            seen.capturedLength(),
            seen.originalLength(),
            seen.linkType(),
            seen.timestamp());
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public long wrap() {
    long bytes = 0;
    for (Frame frame : frames) {
      if (packet.wrap(frame).isIp()) {
        bytes += packet.ipBytes();
      }
    }
    return bytes;
  }
}
