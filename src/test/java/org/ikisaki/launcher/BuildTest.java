package org.ikisaki.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BuildTest {
  private final Path directory;
  private final Sandbox sandbox;

  BuildTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    sandbox = new Sandbox(directory);
  }

  @Test
  void buildsOnFirstUseAndSaysSo() throws IOException {
    Sandbox.Run run = sandbox.run("demo");

    assertThat(run.callsOf("mvn"))
        .singleElement()
        .asString()
        .startsWith("-B -Dmaven.test.skip=true package as pi");
    assertThat(run.err()).contains("building").contains("target/build.log");
    assertThat(run.java()).endsWith("-jar " + sandbox.checkout + "/target/ikisaki.jar demo");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void buildsOnceOnly() throws IOException {
    sandbox.run("demo");

    assertThat(sandbox.run("demo").callsOf("mvn")).isEmpty();
  }

  @Test
  void rebuildsWhenSourceOrPomIsNewerThanTheBuild() throws IOException {
    for (String input : new String[] {"pom.xml", "src/main/java/App.java", "src/main/java"}) {
      sandbox.built();
      Path changed = sandbox.checkout.resolve(input);

      Files.setLastModifiedTime(changed, FileTime.from(Instant.now().plusSeconds(60)));
      assertThat(sandbox.run("demo").callsOf("mvn")).as(input).hasSize(1);
      Files.setLastModifiedTime(changed, FileTime.from(Instant.now().minusSeconds(60)));
    }
  }

  @Test
  void rebuildsWhenTheJarIsGone() throws IOException {
    Files.delete(sandbox.built().checkout.resolve("target/ikisaki.jar"));

    assertThat(sandbox.run("demo").callsOf("mvn")).hasSize(1);
  }

  @Test
  void aFailedBuildShowsItsLastLinesAndItsLogAndStartsNothing() throws IOException {
    Sandbox.Run run = sandbox.with("STUB_MVN", "1").run("demo");

    assertThat(run.status()).isEqualTo(70);
    assertThat(run.err())
        .contains("[ERROR] a message of the compiler")
        .contains("the build failed; its whole log is " + sandbox.checkout + "/target/build.log")
        .contains("is the network up?");
    assertThat(run.callsOf("java")).isEmpty();
  }

  @Test
  void aFailedBuildIsTriedAgain() throws IOException {
    sandbox.with("STUB_MVN", "1").run("demo");

    assertThat(sandbox.without("STUB_MVN").run("demo").status()).isZero();
  }

  @Test
  void rootBuildsAsTheOwnerOfTheCheckout() throws IOException {
    Sandbox.Run run = sandbox.as("root").run("build");

    assertThat(run.status()).isZero();
    assertThat(run.callsOf("mvn")).singleElement().asString().contains(" as pi in ");
  }

  @Test
  void rootBuildsItsOwnCheckoutItself() throws IOException {
    Sandbox.Run run = sandbox.as("root").with("STUB_OWNER", "root").run("build");

    assertThat(run.callsOf("mvn")).singleElement().asString().contains(" as root in ");
  }

  @Test
  void worksFromAnyDirectoryAndThroughASymbolicLink() throws IOException {
    sandbox.built();
    Path link =
        Files.createSymbolicLink(
            directory.resolve("ikisaki"), sandbox.checkout.resolve("bin/ikisaki"));

    Sandbox.Run run = sandbox.run(link, Path.of("/"), "rules", "check", "a file.yaml");

    assertThat(run.java())
        .endsWith("-jar " + sandbox.checkout + "/target/ikisaki.jar rules check a file.yaml");
  }

  @Test
  void exitsWithTheStatusOfTheProgram() throws IOException {
    assertThat(sandbox.with("STUB_JAVA", "3").run("demo").status()).isEqualTo(3);
  }
}
