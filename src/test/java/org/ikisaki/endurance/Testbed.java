package org.ikisaki.endurance;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ikisaki.testing.NetworkNamespace;

/**
 * A cable between two interfaces in a network of its own, and an installation of the product that
 * an ordinary user runs on its second core. Confined to one thread.
 */
final class Testbed implements AutoCloseable {
  /** The end of the cable that is listened to. */
  static final String HEARD = "heard";

  /** The end that is sent on. */
  static final String SENDER = "sender";

  private static final String CORE = "1";
  private static final Path PARENT = Path.of("/var/tmp");

  /** Debian's nobody and nogroup. */
  private static final String USER = "65534";

  private final NetworkNamespace network;
  private final Path directory;
  private final List<Process> processes = new ArrayList<>();

  /** Whether there is something to remove; an end of the JVM may come to do that, too. */
  private final AtomicBoolean made = new AtomicBoolean(true);

  private int runs;

  private Testbed(NetworkNamespace network, Path directory) {
    this.network = network;
    this.directory = directory;
  }

  /** Copies the application of {@code home}, which is built, to where every user may read it. */
  static Testbed of(Path home) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory(PARENT, "ikisaki-endurance-");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String part : List.of("bin", "config", "target/ikisaki.jar", "target/lib")) {
      run("cp", "-R", home.resolve(part).toString(), directory.toString());
    }
    run("chown", "-R", USER + ":" + USER, directory.toString());
    Testbed bed = new Testbed(NetworkNamespace.enter(), directory);
    // Ended from outside, nothing may be left behind either.
    Runtime.getRuntime().addShutdownHook(new Thread(bed::remove));
    bed.plugIn();
    return bed;
  }

  void plugIn() throws IOException, InterruptedException {
    network.pair(HEARD, SENDER);
  }

  void unplug() throws IOException, InterruptedException {
    network.ip("link", "del", HEARD);
  }

  /** Whether somebody has the interface hear what is for others. */
  boolean isListenedTo() throws IOException, InterruptedException {
    return network.ip("link", "show", HEARD).contains("promiscuity 1");
  }

  /** Starts the product. */
  Monitor start() throws IOException {
    int run = ++runs;
    Path store = directory.resolve("run-" + run + ".db");
    List<String> command = new ArrayList<>();
    command.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
    for (String set : List.of("--inh-caps=", "--ambient-caps=", "--bounding-set=")) {
      command.add(set + "-all,+net_raw");
    }
    command.addAll(List.of("--no-new-privs", "--"));
    command.addAll(List.of("bash", "-c", "echo $EPOCHREALTIME; exec \"$@\"", "bash"));
    command.addAll(List.of(directory.resolve("bin/ikisaki").toString(), "run"));
    command.addAll(List.of("--source", HEARD, "--json", "--store", store.toString()));
    Path out = directory.resolve("run-" + run + ".out");
    Path err = directory.resolve("run-" + run + ".err");
    return new Monitor(start(command, out, err), out, err, store);
  }

  /** Starts the product, and waits until it listens. */
  Monitor listen() throws Exception {
    Monitor monitor = start();
    monitor.awaitListening();
    return monitor;
  }

  /** Starts {@link PcapListener}. */
  RunningProcess startPcapListener() throws Exception {
    Path out = directory.resolve("pcap4j.out");
    Path err = directory.resolve("pcap4j.err");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx96m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(PcapListener.class.getName(), HEARD));
    RunningProcess process = start(command, out, err);
    Waiting.until("that pcap4j listens, see " + err, () -> Files.size(out) > 0);
    return process;
  }

  /** What {@link PcapListener} said last. */
  String lastOfPcapListener() throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve("pcap4j.out"));
    return lines.get(lines.size() - 1);
  }

  private RunningProcess start(List<String> command, Path out, Path err) throws IOException {
    List<String> words = new ArrayList<>(network.inside("taskset", "-c", CORE));
    words.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("XDG_STATE_HOME", directory.toString());
    builder.environment().remove("IKISAKI_CONFIG");
    Process process = builder.start();
    processes.add(process);
    return new RunningProcess(process);
  }

  private static void run(String... command) throws IOException, InterruptedException {
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed");
    }
  }

  private void remove() {
    if (made.getAndSet(false)) {
      processes.forEach(Process::destroyForcibly);
      try {
        network.leave();
        run("rm", "-rf", directory.toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    remove();
  }
}
