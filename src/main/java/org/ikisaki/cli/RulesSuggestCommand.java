package org.ikisaki.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.ikisaki.config.ConfigException;
import org.ikisaki.config.YamlScalar;
import org.ikisaki.daemon.Rulebook;
import org.ikisaki.service.Suggestions;
import org.ikisaki.service.Suggestions.Cluster;
import org.ikisaki.store.StoreReader;
import org.ikisaki.store.StoreReader.EndpointTotal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what rules are worth writing. */
@Command(
    name = "suggest",
    description = "Prints rules, ready to paste, for the largest traffic that none knows.")
final class RulesSuggestCommand implements Callable<Integer> {
  private static final int SHOWN = 3;

  @Spec private CommandSpec spec;
  @Mixin private StoreOptions storeOptions;

  @Option(
      names = "--last",
      defaultValue = "7d",
      paramLabel = "TIME",
      description = "Of the last stretch of time, such as 1h, 7d (default: ${DEFAULT-VALUE}).")
  private Duration last;

  @Option(
      names = {"-n", "--limit"},
      defaultValue = "10",
      paramLabel = "N",
      description = "Services at the most (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public Integer call() throws IOException, ConfigException {
    Suggestions suggestions =
        new Suggestions(Rulebook.read(storeOptions.config().settings().rules()));
    TimeRange range = TimeRange.last(last, InstantSource.system().instant());
    long total = 0;
    try (StoreReader reader = storeOptions.reader()) {
      for (EndpointTotal row : reader.endpointTotals(range.from(), range.to())) {
        suggestions.add(row.subject(), row.counters().bytes());
        total += row.counters().bytes();
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    List<Cluster> clusters = suggestions.largest(Math.max(1, limit));
    if (clusters.isEmpty()) {
      out.println("# Nothing to suggest: rules know all traffic since " + range.from() + ".");
    } else {
      out.println("# What no rule knows of " + Text.bytes(total) + " since " + range.from() + ".");
      out.println("# Keep what you recognize, name it as you like, and add a category.");
      out.println("services:");
      for (Cluster cluster : clusters) {
        print(out, cluster, total);
      }
    }
    out.flush();
    return 0;
  }

  private static void print(PrintWriter out, Cluster cluster, long total) {
    String seen =
        String.join(
            ", ", cluster.examples().subList(0, Math.min(SHOWN, cluster.examples().size())));
    out.println(
        "  %s: # %s, %s"
            .formatted(
                YamlScalar.write(Text.safe(cluster.name())),
                Text.bytes(cluster.bytes()),
                Text.percent(cluster.bytes(), total)));
    out.println("    # seen: " + Text.safe(seen));
    out.println("    " + cluster.list() + ":");
    cluster.patterns().forEach(pattern -> out.println("      - " + YamlScalar.write(pattern)));
  }
}
