package org.ikisaki.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher finds on the system, and what it installs. */
final class PackagesTest {
  private static final String OPTIONS = "-qq -y -o DPkg::Lock::Timeout=300 ";
  private static final String INSTALL = OPTIONS + "install --no-install-recommends ";

  private final Sandbox sandbox;

  PackagesTest(@TempDir Path directory) throws IOException {
    sandbox = new Sandbox(directory).with("STUB_UNKNOWN_PACKAGE", "libpcap0.8t64");
  }

  @Test
  void installsNothingWhereNothingIsMissing() throws IOException {
    Sandbox.Run run = sandbox.as("root").run("run");

    assertThat(run.status()).isZero();
    assertThat(run.callsOf("apt-get")).isEmpty();
  }

  @Test
  void installsWhatIsMissingAndSaysWhatAndWhy() throws IOException {
    Sandbox.Run run = sandbox.without("JAVA_HOME").uninstall("mvn").uninstallLibpcap().run("run");

    assertThat(run.err())
        .contains("missing: default-jdk-headless (Java 17 or newer, to build and run)")
        .contains("missing: maven (to build)")
        .contains("missing: libpcap0.8 (to capture)");
    assertThat(run.callsOf("apt-get"))
        .containsExactly(INSTALL + "default-jdk-headless maven libpcap0.8");
    assertThat(run.callsOf("sudo"))
        .first()
        .asString()
        .contains("DEBIAN_FRONTEND=noninteractive apt-get");
    assertThat(run.status()).isZero();
    assertThat(run.java()).endsWith(" run");
  }

  @Test
  void rootInstallsWithoutSudo() throws IOException {
    Sandbox.Run run = sandbox.as("root").uninstall("sudo").uninstall("mvn").run("demo");

    assertThat(run.callsOf("apt-get")).containsExactly(INSTALL + "maven");
    assertThat(run.status()).isZero();
  }

  @Test
  void libpcapIsMissedByCaptureOnly() throws IOException {
    assertThat(sandbox.uninstallLibpcap().run("demo").callsOf("apt-get")).isEmpty();
  }

  @Test
  void libpcapHasAnotherNameOnNewerReleases() throws IOException {
    Sandbox.Run run = sandbox.without("STUB_UNKNOWN_PACKAGE").uninstallLibpcap().run("run");

    assertThat(run.callsOf("apt-get")).containsExactly(INSTALL + "libpcap0.8t64");
  }

  @Test
  void unknownPackagesNeedFreshListsFirst() throws IOException {
    Sandbox.Run run = sandbox.with("STUB_UNKNOWN_PACKAGE", "maven").uninstall("mvn").run("demo");

    assertThat(run.callsOf("apt-get")).containsExactly(OPTIONS + "update", INSTALL + "maven");
  }

  @Test
  void afterAFailureTriesOnceMoreAndThenNamesTheCommand() throws IOException {
    Sandbox.Run run = sandbox.with("STUB_APT", "100").uninstall("mvn").run("demo");

    assertThat(run.callsOf("apt-get"))
        .containsExactly(INSTALL + "maven", OPTIONS + "update", INSTALL + "maven");
    assertThat(run.status()).isEqualTo(69);
    assertThat(run.err())
        .contains("E: Unable to fetch")
        .contains("Is the network up")
        .contains("apt-get install --no-install-recommends maven");
  }

  @Test
  void withoutRootAndSudoNamesTheCommand() throws IOException {
    Sandbox.Run run = sandbox.uninstall("sudo").uninstall("mvn").run("demo");

    assertThat(run.status()).isEqualTo(77);
    assertThat(run.err())
        .contains("apt-get update && apt-get install --no-install-recommends maven");
    assertThat(run.callsOf("apt-get")).isEmpty();
  }

  @Test
  void withoutAptSaysWhatToInstall() throws IOException {
    Sandbox.Run run = sandbox.uninstall("apt-get").uninstall("mvn").run("demo");

    assertThat(run.status()).isEqualTo(69);
    assertThat(run.err())
        .contains("missing: maven")
        .contains("no apt-get here")
        .contains("then start again");
  }

  @Test
  void anOldJavaHomeIsNamed() throws IOException {
    Path old = sandbox.makeJdk("old", "11.0.2");

    Sandbox.Run run = sandbox.with("JAVA_HOME", old.toString()).run("demo");

    assertThat(run.status()).isEqualTo(69);
    assertThat(run.err())
        .contains("JAVA_HOME=" + old + " is no Java 17 or newer")
        .contains("unset it");
    assertThat(run.callsOf("apt-get")).isEmpty();
  }

  @Test
  void findsTheNewEnoughOfSeveralJdks() throws IOException {
    sandbox.without("JAVA_HOME");
    sandbox.makeJdk("root/usr/lib/jvm/a", "11.0.2");
    Path wanted = sandbox.makeJdk("root/usr/lib/jvm/b", "21.0.1");

    Sandbox.Run run = sandbox.run("demo");

    assertThat(run.callsOf("mvn")).singleElement().asString().endsWith(" with " + wanted);
    assertThat(run.callsOf("apt-get")).isEmpty();
  }

  @Test
  void aReleaseWithAnOldJavaIsTold() throws IOException {
    sandbox.without("JAVA_HOME").with("STUB_JDK", sandbox.makeJdk("old", "11.0.2").toString());

    Sandbox.Run run = sandbox.run("demo");

    assertThat(run.status()).isEqualTo(69);
    assertThat(run.err())
        .contains("the Java of this distribution is older than 17")
        .contains("openjdk-17-jdk-headless");
  }
}
