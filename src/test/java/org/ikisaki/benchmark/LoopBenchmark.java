package org.ikisaki.benchmark;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ikisaki.capture.Savefile;
import org.ikisaki.flow.FlowSettings;
import org.ikisaki.flow.FlowTable;
import org.ikisaki.flow.HomeNetworks;
import org.ikisaki.flow.HomeSettings;
import org.ikisaki.naming.Observer;
import org.ikisaki.pipeline.CaptureLoop;
import org.ikisaki.pipeline.IntervalSink;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * All that a capture thread does with a packet: takes it from the source, decodes it, accounts it,
 * looks into it for names, and every ten seconds of its time hands over what it learned.
 *
 * <p>What is allocated is the flows and names that come up anew, and the intervals; the packets
 * themselves allocate nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class LoopBenchmark {
  private static final int FRAMES = 500_000;

  /** A household sends something in every ten seconds of a month. */
  private static final int INTERVALS = 30 * 8_640;

  private final HouseholdCapture capture = new HouseholdCapture(FRAMES);
  private IntervalSink sink = new IntervalSink(1, 1);

  /** Nobody takes the intervals: each replay has a sink with room for all of them. */
  @Setup(Level.Invocation)
  public void makeRoom() {
    sink = new IntervalSink(INTERVALS, 1);
  }

  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public long replay() throws IOException, InterruptedException {
    HomeNetworks home = new HomeNetworks(HomeSettings.DEFAULTS, List.of());
    try (Savefile source = capture.open()) {
      CaptureLoop loop =
          new CaptureLoop(
              source,
              new FlowTable(FlowSettings.DEFAULTS, home),
              new Observer(),
              sink,
              InstantSource.system());
      while (loop.doWork()) {
        // It goes on until the savefile ends.
      }
      loop.finish();
      return loop.counts().size();
    }
  }
}
