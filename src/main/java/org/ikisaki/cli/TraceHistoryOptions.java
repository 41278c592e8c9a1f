package org.ikisaki.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.ikisaki.store.TraceHistory;
import org.ikisaki.store.TraceHistory.RouteChange;
import org.ikisaki.trace.Trace;
import org.ikisaki.trace.history.RecordedTraces;
import picocli.CommandLine.Option;

/** Which of the traces in the store. */
final class TraceHistoryOptions {
  @Option(
      names = "--last",
      paramLabel = "TIME",
      defaultValue = "30d",
      description = "Traces of this stretch of time (default: ${DEFAULT-VALUE}).")
  private Duration last;

  @Option(
      names = {"-n", "--limit"},
      defaultValue = "100000",
      paramLabel = "N",
      description = "The newest so many at most (default: ${DEFAULT-VALUE}).")
  private int limit;

  List<Trace> traces(Path store, String target) throws IOException {
    TimeRange range = range();
    return new RecordedTraces(store).newest(range.from(), range.to(), target, Math.max(1, limit));
  }

  List<RouteChange> changes(Path store) throws IOException {
    TimeRange range = range();
    return TraceHistory.changes(store, range.from(), range.to(), Math.max(1, limit));
  }

  private TimeRange range() {
    return TimeRange.last(last, InstantSource.system().instant());
  }
}
