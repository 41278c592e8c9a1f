package org.ikisaki.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs programs of the distribution as root: as we are, or else through sudo. */
final class Privileged {
  private static final int PATIENCE_SECONDS = 20;

  private Privileged() {}

  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  static String run(String... command) {
    return run(List.of(command));
  }

  /**
   * Runs a command to its end and gives what it printed.
   *
   * @throws IllegalStateException if its status is not 0
   */
  static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(asRoot(command)).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      int status = status(process);
      if (status != 0) {
        throw new IllegalStateException(command + " ended with " + status + ": " + printed.strip());
      }
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a command that goes on by itself. */
  static Process start(List<String> command, Path directory, Path out, Path err)
      throws IOException {
    return new ProcessBuilder(asRoot(command))
        .directory(directory.toFile())
        .redirectInput(new File("/dev/null"))
        .redirectOutput(out.toFile())
        .redirectError(err.toFile())
        .start();
  }

  /** Sends SIGTERM, and gives the status that the process ends with. */
  static int terminate(Process process) {
    // That of the command itself: sudo does not pass on a signal of its own process group.
    ProcessHandle command = process.toHandle();
    Optional<ProcessHandle> child = command.children().findFirst();
    while (child.isPresent()) {
      command = child.get();
      child = command.children().findFirst();
    }
    run("kill", "-TERM", String.valueOf(command.pid()));
    return status(process);
  }

  /** Waits for the end of a process that is about to end. */
  static int status(Process process) {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("does not end: " + process.info());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return process.exitValue();
  }

  private static List<String> asRoot(List<String> command) {
    List<String> words = new ArrayList<>();
    if (!isRoot()) {
      words.addAll(List.of("sudo", "-n", "--"));
    }
    words.addAll(command);
    return words;
  }
}
