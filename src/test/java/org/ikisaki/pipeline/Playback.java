package org.ikisaki.pipeline;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.ikisaki.capture.FrameSource;
import org.ikisaki.flow.FlowSettings;
import org.ikisaki.flow.FlowTable;
import org.ikisaki.flow.HomeNetworks;
import org.ikisaki.flow.HomeSettings;
import org.ikisaki.naming.Observer;

/** Plays a source that ends, and hands its intervals over as they come. */
final class Playback {
  private static final int QUEUED_INTERVALS = 16;
  private static final Duration WAIT = Duration.ofMillis(100);

  private Playback() {}

  static void play(FrameSource source, Consumer<Interval> consumer) throws Exception {
    IntervalSink sink = new IntervalSink(QUEUED_INTERVALS, 1);
    FlowTable flows =
        new FlowTable(FlowSettings.DEFAULTS, new HomeNetworks(HomeSettings.DEFAULTS, List.of()));
    CaptureLoop loop = new CaptureLoop(source, flows, new Observer(), sink, InstantSource.system());
    FutureTask<Void> capturing =
        new FutureTask<>(
            () -> {
              while (loop.doWork()) {}
              loop.finish();
              return null;
            });
    new Thread(capturing, "capture").start();
    for (boolean last = false; !last; ) {
      last = capturing.isDone();
      for (Interval i = sink.poll(WAIT); i != null; i = sink.poll(Duration.ZERO)) {
        consumer.accept(i);
      }
    }
    capturing.get();
  }
}
