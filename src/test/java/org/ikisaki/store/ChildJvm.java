package org.ikisaki.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A second process that uses the store. */
final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private ChildJvm(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    output = process.inputReader(UTF_8);
  }

  static ChildJvm start(Class<?> main, Object... arguments) throws IOException {
    return new ChildJvm(command(main, arguments));
  }

  /** The same, but file permissions bind it even if we are root. */
  static ChildJvm startUnprivileged(Class<?> main, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"));
    }
    command.addAll(command(main, arguments));
    return new ChildJvm(command);
  }

  static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** The next line it prints, or null at its end. */
  @Nullable String line() throws IOException {
    return output.readLine();
  }

  /** All that it still prints, once it has ended by itself. */
  String rest() throws IOException, InterruptedException {
    String rest = String.join("\n", output.lines().toList());
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IOException("the child does not end");
    }
    return rest;
  }

  /** SIGKILL. */
  void kill() {
    // By its handle: Process itself would close its output before it is read.
    process.toHandle().destroyForcibly();
    process.onExit().join();
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    kill();
  }

  private static List<String> command(Class<?> main, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xshare:auto");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return command;
  }
}
