package org.ikisaki.live;

import static org.awaitility.Awaitility.await;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ikisaki.cli.Main;

/**
 * The product as its launcher starts it: a process of its own, of an ordinary user. It runs from a
 * copy that this user can read. Confined to one test.
 */
final class Product {
  private static final Duration START = Duration.ofSeconds(30);

  /** Debian's nobody and nogroup. */
  private static final int NOBODY = 65_534;

  private static final String UID = "unix:uid";
  private static final String GID = "unix:gid";

  private final Path directory;

  /** Installs it in a directory that every user can reach. */
  Product(Path parent) throws IOException {
    directory = Files.createDirectory(parent.resolve("product"));
    for (String element : Splitter.on(':').split(System.getProperty("java.class.path"))) {
      copy(Path.of(element));
    }
    Files.copy(Path.of("config/services.yaml"), directory.resolve("services.yaml"));
    Files.copy(Path.of("config/ikisaki.yaml"), directory.resolve("ikisaki.yaml"));
    if (Privileged.isRoot()) {
      Files.setAttribute(directory, UID, NOBODY);
      Files.setAttribute(directory, GID, NOBODY);
    }
  }

  /** A library, or the product's own classes; not those of its tests. */
  private void copy(Path element) throws IOException {
    if (Files.isRegularFile(element)) {
      Files.copy(element, directory.resolve(element.getFileName()));
    } else if (element.endsWith("classes")) {
      try (Stream<Path> files = Files.walk(element)) {
        for (Path file : files.toList()) {
          Files.copy(file, directory.resolve("classes").resolve(element.relativize(file)));
        }
      }
    }
  }

  Path store() {
    return directory.resolve("ikisaki.db");
  }

  /** Starts listening on an interface of a namespace, and waits until it does. */
  Running listen(Namespace namespace, String networkInterface) throws IOException {
    List<String> command = asUser("-all,+net_raw");
    command.addAll(run(networkInterface));
    Path out = directory.resolve("out.log");
    Path err = directory.resolve("err.log");
    Process process = Privileged.start(namespace.inside(command), directory, out, err);
    Running running = new Running(process, out, err);
    await("the product listens, see " + err)
        .atMost(START)
        .failFast(() -> !process.isAlive())
        .until(() -> running.err().contains("listening on " + networkInterface));
    return running;
  }

  /** Starts it on an interface of ours, as a user without any capability. */
  Running startUnprivileged(String networkInterface) throws IOException {
    List<String> command = Privileged.isRoot() ? asUser("-all") : new ArrayList<>();
    command.addAll(run(networkInterface));
    Path out = directory.resolve("out.log");
    Path err = directory.resolve("err.log");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new Running(process, out, err);
  }

  /** The words that make root the user that owns the directory, with these capabilities alone. */
  private List<String> asUser(String capabilities) throws IOException {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("setpriv", "--reuid=" + id(UID), "--regid=" + id(GID), "--clear-groups"));
    words.addAll(List.of("--inh-caps=" + capabilities, "--ambient-caps=" + capabilities));
    words.addAll(List.of("--bounding-set=" + capabilities, "--no-new-privs", "--"));
    return words;
  }

  private List<String> run(String networkInterface) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx96m"));
    words.addAll(List.of("-Djna.tmpdir=" + directory, "-Dorg.sqlite.tmpdir=" + directory));
    words.addAll(List.of("-cp", directory.resolve("classes") + ":" + directory + "/*"));
    words.add(Main.class.getName());
    words.addAll(List.of("run", "--every", "10s", "--source", networkInterface));
    words.addAll(List.of("--store", store().toString()));
    words.addAll(List.of("--config", directory.resolve("ikisaki.yaml").toString()));
    return words;
  }

  private Object id(String attribute) throws IOException {
    return Files.getAttribute(directory, attribute);
  }

  /** It at work. */
  record Running(Process process, Path outFile, Path errFile) {
    /** What it has said on the terminal. */
    String out() throws IOException {
      return Files.readString(outFile);
    }

    String err() throws IOException {
      return Files.readString(errFile);
    }

    /** Tells it to end, and gives its status. */
    int stop() {
      return Privileged.terminate(process);
    }

    /** Waits for its own end, and gives its status. */
    int end() {
      return Privileged.status(process);
    }
  }
}
