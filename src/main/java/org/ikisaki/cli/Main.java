package org.ikisaki.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.ikisaki.config.ConfigException;
import org.ikisaki.config.Durations;
import org.ikisaki.daemon.DaemonException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point. Exit status: 0 done, 1 could not be done, 2 asked for wrongly. */
@Command(
    name = "ikisaki",
    description = "Shows where the traffic of a home network goes.",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class Main {
  static final int FAILED = 1;
  static final int WRONG_USE = 2;

  /** In the order of the help text. */
  private static final List<Class<?>> COMMANDS =
      List.of(
          RunCommand.class,
          DemoCommand.class,
          ReplayCommand.class,
          TopCommand.class,
          ExplainCommand.class,
          DevicesCommand.class,
          RulesCommand.class,
          TraceCommand.class,
          StatusCommand.class,
          ExportCommand.class,
          PruneCommand.class,
          GeoipCommand.class,
          InterfacesCommand.class);

  public static void main(String[] args) {
    System.exit(
        execute(
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            args));
  }

  /** Runs a command and gives its exit status. */
  static int execute(PrintWriter out, PrintWriter err, String... args) {
    CommandLine commandLine = commandLine(args.length == 0 ? "" : args[0]);
    commandLine.setOut(out).setErr(err);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setColorScheme(Help.defaultColorScheme(Terminal.isOutput() ? Ansi.ON : Ansi.OFF));
    commandLine.registerConverter(Duration.class, Main::duration);
    commandLine.registerConverter(Instant.class, Main::instant);
    commandLine.setParameterExceptionHandler(Main::correct);
    commandLine.setExecutionExceptionHandler(Main::explain);
    if (args.length == 0) {
      commandLine.usage(err);
      return WRONG_USE;
    }
    return commandLine.execute(args);
  }

  /**
   * The command of this name, or all of them if there is none: picocli reads every annotation of
   * what it is told of, which costs 0.1 s of each start and 10 MB of a monitor that stays.
   */
  static CommandLine commandLine(String name) {
    CommandLine commandLine = new CommandLine(new Main());
    List<Class<?>> named = COMMANDS.stream().filter(command -> isNamed(command, name)).toList();
    (named.isEmpty() ? COMMANDS : named).forEach(commandLine::addSubcommand);
    return commandLine;
  }

  private static boolean isNamed(Class<?> command, String name) {
    return command.getAnnotation(Command.class).name().equals(name);
  }

  private static Duration duration(String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static Instant instant(String text) {
    try {
      return TimeRange.parse(text, ZoneId.systemDefault());
    } catch (Failure e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** What is wrong with the command line, and where the right way is described. */
  private static int correct(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("ikisaki: " + Text.safe(message(e)));
    if (!UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println("'" + command.getCommandSpec().qualifiedName() + " --help' shows what it takes.");
    }
    return WRONG_USE;
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
      if (isOurMistake(e.getCause())) {
        LoggerFactory.getLogger(Main.class).error("unexpected", e);
      }
      return FAILED;
    }
    LoggerFactory.getLogger(Main.class).error("unexpected", e);
    err.println("ikisaki: unexpected failure, please report it: " + Text.safe(message(e)));
    return FAILED;
  }

  private static boolean isOurMistake(@Nullable Throwable cause) {
    return cause instanceof Error
        || (cause instanceof RuntimeException && !(cause instanceof UncheckedIOException));
  }

  /** Java's own exceptions about files name the file alone. */
  private static String message(Exception e) {
    if (e instanceof NoSuchFileException file) {
      return file.getFile() + ": there is no such file or directory";
    }
    if (e instanceof AccessDeniedException file) {
      return file.getFile() + ": this user may not do that";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
