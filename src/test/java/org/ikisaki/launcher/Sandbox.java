package org.ikisaki.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A copy of the launcher in a checkout of its own, on a system made of stubs: programs that record
 * how they were called and do what the test says. Confined to one test.
 */
final class Sandbox {
  /** What the launcher may use of the real system: each is part of every Debian. */
  private static final List<String> TOOLS =
      ("bash sh awk env cat cksum cp cut chmod diff dirname find flock grep install ln mkdir mv readlink rm sed sleep"
              + " stat tail timeout touch tr true")
          .lines()
          .flatMap(line -> Arrays.stream(line.split(" ")))
          .toList();

  /** What a test starts without, and apt-get brings. */
  private static final List<String> SPARE = List.of("mvn");

  final Path directory;
  final Path checkout;

  /** The root directory of the system, as far as the launcher looks into it. */
  final Path root;

  private final Path stubs;
  private final Path calls;
  private final Map<String, String> environment = new HashMap<>();

  /**
   * A Debian with Maven, a JDK 17 and libpcap, on which the user {@code pi} has a checkout and may
   * use sudo.
   */
  Sandbox(Path directory) throws IOException {
    this.directory = directory;
    checkout = directory.resolve("checkout");
    root = directory.resolve("root");
    stubs = Files.createDirectories(directory.resolve("stubs"));
    calls = Files.createFile(directory.resolve("calls"));
    makeCheckout();
    makePrograms();
    Path jdk = makeJdk("jdk", "17.0.15");
    write(
        root.resolve("proc/self/status"), "CapBnd:\t000001ffffffffff\nCapAmb:\t0000000000000000\n");
    write(root.resolve("usr/lib/some-linux-gnu/libpcap.so.1"), "");
    Files.createDirectories(directory.resolve("homes"));
    environment.putAll(
        Map.of(
            "PATH", stubs + ":" + directory.resolve("tools"),
            "JAVA_HOME", jdk.toString(),
            "IKISAKI_ROOT", root.toString(),
            "STUB_CALLS", calls.toString(),
            "STUB_PATH", stubs.toString(),
            "STUB_SPARE", directory.resolve("spare").toString(),
            "STUB_TOOLS", directory.resolve("tools").toString(),
            "STUB_JDK", jdk.toString(),
            "STUB_HOMES", directory.resolve("homes").toString()));
    as("pi").with("STUB_OWNER", "pi");
  }

  private void makeCheckout() throws IOException {
    for (String part : List.of("bin", "systemd")) {
      copy(Path.of(part), checkout.resolve(part));
    }
    write(checkout.resolve("pom.xml"), "<project/>");
    write(checkout.resolve("src/main/java/App.java"), "class App {}");
    write(checkout.resolve("config/ikisaki.yaml"), "sensor: home\n");
    write(checkout.resolve("config/services.yaml"), "services: []\n");
  }

  private void makePrograms() throws IOException {
    Path tools = Files.createDirectories(directory.resolve("tools"));
    for (String tool : TOOLS) {
      Path real =
          Stream.of("/usr/bin", "/bin")
              .map(bin -> Path.of(bin, tool))
              .filter(Files::exists)
              .findFirst()
              .orElseThrow();
      writeProgram(tools.resolve(tool), "#!/bin/sh\nexec " + real + " \"$@\"\n");
    }
    copy(Path.of("src/test/resources/org/ikisaki/launcher/stubs"), stubs);
    for (String program : SPARE) {
      copy(stubs.resolve(program), directory.resolve("spare").resolve(program));
    }
    Files.delete(stubs.resolve("java"));
  }

  /** Not a link: JUnit warns of each that leaves the directory it deletes. */
  private static void writeProgram(Path file, String text) throws IOException {
    write(file, text);
    makeExecutable(file);
  }

  private static void makeExecutable(Path file) throws IOException {
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("cannot make executable: " + file);
    }
  }

  /** A JDK of that version, as far as the launcher looks at it. */
  Path makeJdk(String name, String version) throws IOException {
    Path jdk = directory.resolve(name);
    write(jdk.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
    for (String program : List.of("java", "javac")) {
      copy(
          Path.of("src/test/resources/org/ikisaki/launcher/stubs/java"),
          jdk.resolve("bin").resolve(program));
    }
    return jdk;
  }

  /** Who calls the launcher. */
  Sandbox as(String user) {
    return with("STUB_USER", user)
        .with("STUB_UID", user.equals("root") ? "0" : "1000")
        .with("HOME", home(user).toString());
  }

  Sandbox with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Sandbox without(String variable) {
    environment.remove(variable);
    return this;
  }

  /** Takes a program off the system. */
  Sandbox uninstall(String program) throws IOException {
    Files.delete(stubs.resolve(program));
    return this;
  }

  /** Puts a program on the system that is never run. */
  Sandbox install(String program) throws IOException {
    writeProgram(stubs.resolve(program), "#!/bin/sh\n");
    return this;
  }

  Sandbox uninstallLibpcap() throws IOException {
    Files.delete(root.resolve("usr/lib/some-linux-gnu/libpcap.so.1"));
    return this;
  }

  Path home(String user) {
    return directory.resolve("homes").resolve(user);
  }

  Path systemState() {
    return root.resolve("var/lib/ikisaki");
  }

  /** Builds, and forgets the calls that this took. */
  Sandbox built() throws IOException {
    Run build = run("build");
    if (build.status() != 0) {
      throw new IllegalStateException(build.err());
    }
    return this;
  }

  /** Starts {@code bin/ikisaki} with these arguments and waits for its end. */
  Run run(String... arguments) throws IOException {
    return run(checkout.resolve("bin/ikisaki"), directory, arguments);
  }

  Run run(Path launcher, Path workingDirectory, String... arguments) throws IOException {
    Files.writeString(calls, "");
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(
                Stream.concat(Stream.of(launcher.toString()), Arrays.stream(arguments)).toList())
            .directory(workingDirectory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the launcher hangs: " + Files.readString(err));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new IllegalStateException(e);
    }
    return new Run(
        process.exitValue(),
        Files.readString(out),
        Files.readString(err),
        Files.readAllLines(calls));
  }

  static void write(Path file, String text) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  /** Copies a file or a tree; files that are scripts or programs stay executable. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> copyFile(file, to.resolve(from.relativize(file).toString())));
    }
  }

  private static void copyFile(Path from, Path to) {
    try {
      Files.createDirectories(Objects.requireNonNull(to.getParent()));
      Files.copy(from, to);
      makeExecutable(to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What came of one start. */
  record Run(int status, String out, String err, List<String> calls) {
    /** The calls of one program, without its name. */
    List<String> callsOf(String program) {
      return calls.stream()
          .filter(call -> call.startsWith(program + " "))
          .map(call -> call.substring(program.length() + 1))
          .toList();
    }

    /** The call that became the program: the last. */
    String java() {
      return callsOf("java").stream().reduce("", (first, second) -> second);
    }
  }
}
