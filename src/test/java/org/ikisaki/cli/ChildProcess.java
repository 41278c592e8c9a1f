package org.ikisaki.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.ikisaki.cli.Commands.Result;

/** A command in a JVM of its own, as the launcher starts it. */
final class ChildProcess {
  private static final int PATIENCE_SECONDS = 120;

  private ChildProcess() {}

  /**
   * Runs it to its end.
   *
   * @param directory takes its output, and what it makes for the time being
   * @param input becomes its standard input
   */
  static Result run(Path directory, Redirect input, List<String> jvmOptions, Object... arguments)
      throws IOException, InterruptedException {
    return end(start(directory, input, jvmOptions, arguments), directory);
  }

  /** Runs it until it has said something, and asks it to end, as a user or systemd does. */
  static Result runUntilItSpeaks(Path directory, Object... arguments)
      throws IOException, InterruptedException {
    Process process =
        start(directory, Redirect.PIPE, List.of("-XX:TieredStopAtLevel=1"), arguments);
    Awaitility.await()
        .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
        .until(() -> Files.size(out(directory)) > 0);
    // SIGTERM; Process.destroy would close its output too.
    process.toHandle().destroy();
    return end(process, directory);
  }

  static Process start(Path directory, Redirect input, List<String> jvmOptions, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-Djava.io.tmpdir=" + directory);
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new ProcessBuilder(command)
        .redirectInput(input)
        .redirectOutput(out(directory).toFile())
        .redirectError(err(directory).toFile())
        .start();
  }

  private static Result end(Process process, Path directory)
      throws IOException, InterruptedException {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("it does not end: " + Files.readString(err(directory), UTF_8));
      }
    } finally {
      process.destroyForcibly();
    }
    return new Result(
        process.exitValue(),
        Files.readString(out(directory), UTF_8),
        Files.readString(err(directory), UTF_8));
  }

  private static Path out(Path directory) {
    return directory.resolve("out.txt");
  }

  private static Path err(Path directory) {
    return directory.resolve("err.txt");
  }
}
