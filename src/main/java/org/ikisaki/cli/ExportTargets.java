package org.ikisaki.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.ikisaki.daemon.Settings;
import org.ikisaki.export.Target;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which of the configured exports. */
final class ExportTargets {
  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Only this export, by the name that `ikisaki export status` shows.")
  private @Nullable String name;

  List<Target> of(Settings settings) throws Failure {
    List<Target> all = settings.export().targets();
    if (all.isEmpty()) {
      throw new Failure("the configuration names no server to export to: docs/export.md says how");
    }
    if (name == null) {
      return all;
    }
    List<Target> chosen = all.stream().filter(target -> target.name().equals(name)).toList();
    if (chosen.isEmpty()) {
      throw new Failure(
          "no export is called '%s': there is %s"
              .formatted(name, all.stream().map(Target::name).collect(Collectors.joining(", "))));
    }
    return chosen;
  }

  static List<String> names(List<Target> targets) {
    return targets.stream().map(Target::name).toList();
  }

  /** When what was asked for will be done. */
  static String when(@Nullable Long process) {
    return process == null
        ? "No monitor runs: it is done when one is started."
        : "The monitor does it now; `ikisaki export status` shows how far it is.";
  }
}
