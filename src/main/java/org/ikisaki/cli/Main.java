package org.ikisaki.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.ikisaki.config.ConfigException;
import org.ikisaki.config.Durations;
import org.ikisaki.daemon.DaemonException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** The entry point. Exit status: 0 done, 1 could not be done, 2 asked for wrongly. */
@Command(
    name = "ikisaki",
    description = "Shows where the traffic of a home network goes.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      RunCommand.class,
      DemoCommand.class,
      ReplayCommand.class,
      TopCommand.class,
      ExplainCommand.class,
      RulesCommand.class,
      PruneCommand.class,
      InterfacesCommand.class
    })
public final class Main {
  static final int FAILED = 1;
  static final int WRONG_USE = 2;

  public static void main(String[] args) {
    System.exit(
        execute(
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            args));
  }

  /** Runs a command and gives its exit status. */
  static int execute(PrintWriter out, PrintWriter err, String... args) {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setOut(out).setErr(err);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.registerConverter(Duration.class, Main::duration);
    commandLine.setExecutionExceptionHandler(Main::explain);
    if (args.length == 0) {
      commandLine.usage(err);
      return WRONG_USE;
    }
    return commandLine.execute(args);
  }

  private static Duration duration(String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** What went wrong, in words for the user; a stack trace only where it is a mistake of ours. */
  private static int explain(Exception e, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (e instanceof ConfigException config) {
      config
          .problems()
          .forEach(problem -> err.println("ikisaki: " + Text.safe(problem.toString())));
      return WRONG_USE;
    }
    if (e instanceof Failure || e instanceof IOException) {
      err.println("ikisaki: " + Text.safe(message(e)));
      return FAILED;
    }
    if (e instanceof DaemonException) {
      err.println("ikisaki: " + Text.safe(message(e)));
      if (e.getCause() instanceof RuntimeException || e.getCause() instanceof Error) {
        LoggerFactory.getLogger(Main.class).error("unexpected", e);
      }
      return FAILED;
    }
    LoggerFactory.getLogger(Main.class).error("unexpected", e);
    err.println("ikisaki: unexpected failure, please report it: " + Text.safe(message(e)));
    return FAILED;
  }

  private static String message(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
