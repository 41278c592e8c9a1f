package org.ikisaki.endurance;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.ikisaki.service.RuleSet;
import org.ikisaki.store.Counters;
import org.ikisaki.store.Store;
import org.ikisaki.store.StoreReader;

/**
 * Kills a writer again and again, or cuts its power, and looks whether all that it said was safe is
 * there, whole.
 *
 * <p>A power cut: the store lies on a file system in a file. The writer is stopped and that file
 * copied, as the kernel has written it so far; what it still holds in memory is thereby lost. The
 * copy is mounted, and a store opened in it. That takes root, or sudo without a password.
 *
 * <p>Arguments: {@code kill} or {@code power}, the directory to work in, how many times.
 */
public final class CrashTrial {
  private static final int IMAGE_MIB = 48;
  private static final int LONGEST_MILLIS = 3_000;

  private final Path directory;
  private final Random random = new Random(29);
  private final Verdicts verdicts = new Verdicts();
  private int committed;
  private int lost;
  private int broken;

  private CrashTrial(Path directory) {
    this.directory = directory;
  }

  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory(Path.of(arguments[1]), "crash");
    CrashTrial trial = new CrashTrial(directory);
    int times = Integer.parseInt(arguments[2]);
    boolean held = arguments[0].equals("kill") ? trial.kill(times) : trial.cutPower(times);
    FileSystemImage.run("rm", "-r", directory.toString());
    System.exit(held ? 0 : 1);
  }

  /** Kills writers of one file, one after the other. */
  public static boolean killed(Path directory, int times) throws Exception {
    return new CrashTrial(directory).kill(times);
  }

  /** Cuts the power of writers of a new file system each. */
  public static boolean cut(Path directory, int times) throws Exception {
    return new CrashTrial(directory).cutPower(times);
  }

  private boolean kill(int times) throws Exception {
    Path file = directory.resolve("ikisaki.db");
    int next = 0;
    for (int i = 0; i < times; i++) {
      try (Child child = new Child(file, next)) {
        child.letWrite(random.nextInt(LONGEST_MILLIS));
        child.process.toHandle().destroyForcibly();
        int said = child.drain();
        check(file, said);
        next = Math.max(next, said + 1);
      }
    }
    return verdict("kill -9", times);
  }

  private boolean cutPower(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      Path image = directory.resolve("image");
      Path copy = directory.resolve("copy");
      Path mount = directory.resolve("mount");
      FileSystemImage.make(image, IMAGE_MIB);
      int said;
      try (FileSystemImage mounted = FileSystemImage.mount(image, mount);
          Child child = new Child(mounted.root().resolve("ikisaki.db"), 0)) {
        child.letWrite(random.nextInt(LONGEST_MILLIS));
        FileSystemImage.run("kill", "-STOP", Long.toString(child.process.pid()));
        said = child.said();
        Files.copy(image, copy, REPLACE_EXISTING);
      }
      try (FileSystemImage mounted = FileSystemImage.mount(copy, mount)) {
        check(mounted.root().resolve("ikisaki.db"), said);
      }
    }
    return verdict("power cut", times);
  }

  /** Opens it as a restart does, which repairs what there is to repair. */
  private void check(Path file, int said) throws Exception {
    Store.open(file, RuleSet.EMPTY).close();
    committed += said + 1;
    Instant end = CommittingWriter.FIRST.plus(CommittingWriter.STEP.multipliedBy(said + 1L));
    try (StoreReader reader = StoreReader.open(file)) {
      Counters total = reader.total(CommittingWriter.FIRST, end);
      long whole = CommittingWriter.ROWS * CommittingWriter.BYTES;
      lost += (int) Math.max(0, said + 1 - total.bytes() / whole);
      broken += total.bytes() % whole == 0 ? 0 : 1;
    }
    try (var siblings = Files.list(file.resolveSibling("."))) {
      broken += (int) siblings.filter(path -> path.toString().contains(".corrupt-")).count();
    }
    broken += Integrity.isWhole(file) ? 0 : 1;
  }

  private boolean verdict(String what, int times) {
    System.out.printf("%s x %d: %,d committed intervals looked for%n", what, times, committed);
    verdicts.atMost("committed intervals lost", lost, 0, "");
    verdicts.atMost("files corrupt or intervals in parts", broken, 0, "");
    verdicts.holds("something was written", committed > times);
    return verdicts.allHold();
  }

  /** A writer in a process of its own. */
  private static final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private int said = -1;

    Child(Path file, int from) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-Xmx64m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  CommittingWriter.class.getName(),
                  file.toString(),
                  Integer.toString(from))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      output = process.inputReader(StandardCharsets.US_ASCII);
      if (!"open".equals(output.readLine())) {
        throw new IOException("the writer did not open its store");
      }
    }

    void letWrite(int millis) throws InterruptedException {
      process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** The last number that it has said so far. */
    int said() throws IOException {
      while (output.ready()) {
        said = Integer.parseInt(output.readLine());
      }
      return said;
    }

    /** The last that it said before it ended; what was cut off in the middle was not said. */
    int drain() throws IOException {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.matches("[0-9]+")) {
          said = Math.max(said, Integer.parseInt(line));
        }
      }
      return said;
    }

    @Override
    public void close() {
      process.toHandle().destroyForcibly();
      process.onExit().join();
    }
  }
}
