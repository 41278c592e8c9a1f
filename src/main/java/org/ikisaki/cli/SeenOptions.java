package org.ikisaki.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.ikisaki.store.SeenTargets;
import org.ikisaki.store.SeenTargets.Seen;
import org.ikisaki.store.StoreReader;
import picocli.CommandLine.Option;

/** What this network talked to, as targets. */
final class SeenOptions {
  @Option(names = "--seen", description = "What this network talked to, as the store has it.")
  private boolean seen;

  @Option(
      names = "--last",
      paramLabel = "TIME",
      defaultValue = "7d",
      description = "With --seen: in this stretch of time (default: ${DEFAULT-VALUE}).")
  private Duration last;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "50",
      description = "With --seen: those with the most bytes (default: ${DEFAULT-VALUE}).")
  private int top;

  boolean isAsked() {
    return seen;
  }

  /** The most bytes first. */
  List<String> names(StoreReader reader) throws IOException {
    TimeRange range = TimeRange.last(last, InstantSource.system().instant());
    return SeenTargets.of(reader.endpointTotals(range.from(), range.to()), Math.max(1, top))
        .stream()
        .map(Seen::name)
        .toList();
  }
}
