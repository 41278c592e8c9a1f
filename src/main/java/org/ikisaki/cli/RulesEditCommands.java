package org.ikisaki.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ikisaki.config.ConfigException;
import org.ikisaki.service.RulesEditor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands that change the user's rules; comments and order of the file stay. */
final class RulesEditCommands {
  private RulesEditCommands() {}

  /** Adds to a service. */
  @Command(
      name = "add",
      description = "Adds patterns to a service in your rules file, which keeps its comments.")
  static final class Add implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ConfigOptions config;
    @Mixin private PatternOptions patterns;

    @Parameters(paramLabel = "NAME", description = "The service, new or not.")
    private String service;

    @Option(names = "--category", paramLabel = "CATEGORY", description = "Such as video.")
    private @Nullable String category;

    @Override
    public Integer call() throws IOException, ConfigException, Failure {
      Map<String, List<String>> added = patterns.byKey();
      if (added.isEmpty() && category == null) {
        throw new ParameterException(
            spec.commandLine(), "what belongs to it? Give --host, --network, --port or --as");
      }
      Path file = file(config);
      try {
        RulesEditor.of(file).add(service, category, added);
      } catch (ConfigException e) {
        throw unchanged(e);
      }
      say(spec, file, "changed");
      return 0;
    }
  }

  /** Removes from a service. */
  @Command(
      name = "remove",
      description = "Removes patterns of a service, or all of it, from your rules file.")
  static final class Remove implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ConfigOptions config;
    @Mixin private PatternOptions patterns;

    @Parameters(paramLabel = "NAME", description = "The service.")
    private String service;

    @Override
    public Integer call() throws IOException, ConfigException, Failure {
      Path file = file(config);
      int removed;
      try {
        removed = RulesEditor.of(file).remove(service, patterns.byKey());
      } catch (ConfigException e) {
        throw unchanged(e);
      }
      if (removed == 0) {
        throw new Failure(
            "%s: has nothing of that of '%s'; `ikisaki rules list --service NAME` shows what it has"
                .formatted(file, Text.safe(service)));
      }
      say(spec, file, "rules removed: " + removed);
      return 0;
    }
  }

  private static Path file(ConfigOptions config) throws IOException, ConfigException, Failure {
    Path file = config.settings().rules().file();
    if (file == null) {
      throw new Failure("there is no rules file: set rules.file in the configuration");
    }
    return file;
  }

  private static Failure unchanged(ConfigException e) {
    return new Failure(e.getMessage() + System.lineSeparator() + "nothing was changed");
  }

  private static void say(CommandSpec spec, Path file, String what) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(file + ": " + what + "; a running daemon takes it up within seconds");
    out.flush();
  }
}
