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
  void theArchiveIsMadeAtFirstStartAndUsedFromThenOn() throws IOException {
    Sandbox.Run first = sandbox.run("demo");

    assertThat(first.callsOf("java")).hasSize(2);
    assertThat(first.err()).contains("preparing a faster start");
    Path archive = archives().get(0);
    assertThat(first.callsOf("java").get(0))
        .contains("-XX:ArchiveClassesAtExit=" + archive + ".new");
    assertThat(first.java()).contains("-XX:SharedArchiveFile=" + archive + " ");

    Sandbox.Run second = sandbox.run("demo");

    assertThat(second.callsOf("java"))
        .singleElement()
        .asString()
        .contains("-XX:SharedArchiveFile=" + archive + " ");
    assertThat(second.err()).isEmpty();
  }

  @Test
  void anotherJarGetsAnotherArchive() throws IOException {
    sandbox.run("demo");
    List<Path> before = archives();
    Sandbox.write(sandbox.checkout.resolve("target/ikisaki.jar"), "another");

    sandbox.run("demo");

    assertThat(archives()).hasSize(1).doesNotContainAnyElementsOf(before);
  }

  @Test
  void anotherJdkGetsAnotherArchive() throws IOException {
    sandbox.run("demo");
    List<Path> before = archives();

    sandbox.with("JAVA_HOME", sandbox.makeJdk("newer", "25.0.1").toString()).run("demo");

    assertThat(archives()).hasSize(1).doesNotContainAnyElementsOf(before);
  }

  @Test
  void withoutAnArchiveTheProgramRunsAllTheSameAndDoesNotTryEachTime() throws IOException {
    sandbox.with("STUB_NO_ARCHIVE", "yes");

    Sandbox.Run first = sandbox.run("demo");
    Sandbox.Run second = sandbox.run("demo");

    assertThat(first.status()).isZero();
    assertThat(first.java()).doesNotContain("SharedArchiveFile").endsWith(" demo");
    assertThat(second.callsOf("java"))
        .singleElement()
        .asString()
        .doesNotContain("SharedArchiveFile");
  }

  @Test
  void theArchiveIsMadeByTheUserWhoReadsItAndWithoutCapability() throws IOException {
    Sandbox.Run run = sandbox.as("root").run("run");

    assertThat(run.callsOf("setpriv"))
        .filteredOn(call -> call.contains("ArchiveClassesAtExit"))
        .singleElement()
        .asString()
        .startsWith("--reuid=ikisaki")
        .contains("--bounding-set=-all ");
  }

  @Test
  void theDaemonIsKeptSmallAndEndsWhenMemoryDoes() throws IOException {
    assertThat(sandbox.run("run").java())
        .contains(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx96m",
            "-XX:+ExitOnOutOfMemoryError");
  }

  @Test
  void nativeLibrariesAreUnpackedInTheStateDirectory() throws IOException {
    Path state = sandbox.home("pi").resolve(".local/state/ikisaki");

    assertThat(sandbox.run("demo").java())
        .contains("-Djna.tmpdir=" + state, "-Dorg.sqlite.tmpdir=" + state);
  }

  @Test
  void theUsersOptionsComeLast() throws IOException {
    Sandbox.Run run = sandbox.with("IKISAKI_JAVA_OPTS", "-Xmx64m -Da=b").run("run");

    assertThat(run.java()).contains(" -Xmx64m -Da=b -jar ");
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(sandbox.home("pi").resolve(".local/state/ikisaki"))) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
  }
}
