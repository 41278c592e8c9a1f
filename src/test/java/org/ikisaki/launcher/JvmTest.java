package org.ikisaki.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options of the JVM, and the archive of loaded classes. */
final class JvmTest {
  private final Sandbox sandbox;

  JvmTest(@TempDir Path directory) throws IOException {
    sandbox = new Sandbox(directory).built();
  }

  @Test
  void theArchiveIsMadeAfterTheBuildAndUsedByAllStarts() throws IOException {
    Path archive = archives().get(0);

    Sandbox.Run run = sandbox.run("demo");

    assertThat(run.callsOf("java"))
        .singleElement()
        .asString()
        .contains("-XX:SharedArchiveFile=" + archive + " ");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void anotherJarGetsAnotherArchive() throws IOException {
    List<Path> before = archives();
    Sandbox.write(sandbox.checkout.resolve("target/ikisaki.jar"), "another");

    Sandbox.Run run = sandbox.run("demo");

    assertThat(run.err()).contains("preparing a faster start");
    assertThat(run.callsOf("java").get(0)).contains("-XX:ArchiveClassesAtExit=");
    assertThat(archives()).hasSize(1).doesNotContainAnyElementsOf(before);
    assertThat(run.java()).contains("-XX:SharedArchiveFile=" + archives().get(0) + " ");
  }

  @Test
  void anotherJdkGetsAnotherArchive() throws IOException {
    List<Path> before = archives();

    sandbox.with("JAVA_HOME", sandbox.makeJdk("newer", "25.0.1").toString()).run("demo");

    assertThat(archives()).hasSize(1).doesNotContainAnyElementsOf(before);
  }

  @Test
  void withoutAnArchiveTheProgramRunsAllTheSameAndDoesNotTryEachTime() throws IOException {
    Files.delete(archives().get(0));
    sandbox.with("STUB_NO_ARCHIVE", "yes");

    Sandbox.Run first = sandbox.run("demo");
    Sandbox.Run second = sandbox.run("demo");

    assertThat(first.status()).isZero();
    assertThat(first.callsOf("java")).hasSize(2);
    assertThat(first.java()).doesNotContain("SharedArchiveFile").endsWith(" demo");
    assertThat(second.callsOf("java"))
        .singleElement()
        .asString()
        .doesNotContain("SharedArchiveFile");
  }

  @Test
  void aMissingArchiveIsMadeByTheUserOfTheJvmWithoutCapability() throws IOException {
    Files.delete(archives().get(0));

    Sandbox.Run run = sandbox.as("root").run("run");

    assertThat(run.callsOf("setpriv"))
        .filteredOn(call -> call.contains("ArchiveClassesAtExit"))
        .singleElement()
        .asString()
        .startsWith("--reuid=ikisaki")
        .contains("--bounding-set=-all ");
  }

  @Test
  void rootMakesTheArchiveOfItsCheckoutWithoutCapability() throws IOException {
    Files.delete(archives().get(0));

    Sandbox.Run run = sandbox.as("root").with("STUB_OWNER", "root").run("build");

    assertThat(run.callsOf("setpriv"))
        .singleElement()
        .asString()
        .startsWith("--reuid=root")
        .contains("--bounding-set=-all ", "ArchiveClassesAtExit");
  }

  @Test
  void theDaemonIsKeptSmallAndEndsWhenMemoryDoes() throws IOException {
    assertThat(sandbox.run("run").java())
        .contains(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmn8m",
            "-Xmx96m",
            "-XX:+ExitOnOutOfMemoryError");
  }

  @Test
  void nativeLibrariesAreUnpackedInTheStateDirectory() throws IOException {
    Path state = sandbox.home("pi").resolve(".local/state/ikisaki");

    assertThat(sandbox.run("demo").java())
        .contains(
            "-Djna.tmpdir=" + state, "-Dorg.sqlite.tmpdir=" + state, "-DZstdTempFolder=" + state);
  }

  @Test
  void theUsersOptionsComeLast() throws IOException {
    Sandbox.Run run = sandbox.with("IKISAKI_JAVA_OPTS", "-Xmx64m -Da=b").run("run");

    assertThat(run.java()).contains(" -Xmx64m -Da=b -jar ");
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(sandbox.checkout.resolve("target"))) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
  }
}
