package org.ikisaki.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The systemd unit as systemd itself judges it, and its installation. */
final class ServiceTest {
  private static final Path UNIT = Path.of("systemd/ikisaki.service");
  private static final Pattern EXPOSURE =
      Pattern.compile("Overall exposure level for \\S+: ([0-9.]+)");

  /** Measured: 1.6, all of it what listening and exporting need. A bare unit has 9.6. */
  private static final double EXPOSURE_ALLOWED = 1.6;

  private final Path directory;

  ServiceTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void systemdAcceptsTheUnit() throws IOException, InterruptedException {
    Path copy = directory.resolve("ikisaki.service");
    Path launcher = Path.of("bin/ikisaki").toAbsolutePath();
    Files.writeString(
        copy,
        Files.readString(UNIT).replace("/usr/local/lib/ikisaki/bin/ikisaki", launcher.toString()));

    Programs.Output verdict = Programs.run("systemd-analyze", "verify", copy.toString());

    assertThat(verdict.text()).doesNotContain("ikisaki.service:");
    assertThat(verdict.status()).isZero();
  }

  @Test
  void theUnitIsExposedNoMoreThanItsWorkNeeds() throws IOException, InterruptedException {
    Programs.Output verdict =
        Programs.run(
            "systemd-analyze", "security", "--offline=true", "--no-pager", UNIT.toString());

    Matcher exposure = EXPOSURE.matcher(verdict.text());
    assertThat(exposure.find()).as(verdict.text()).isTrue();
    assertThat(Double.parseDouble(exposure.group(1))).isLessThanOrEqualTo(EXPOSURE_ALLOWED);
  }

  @Test
  void installsApplicationConfigurationAndUnit() throws IOException {
    Sandbox sandbox = new Sandbox(directory).as("root").with("STUB_MISSING_USER", "ikisaki");

    Sandbox.Run run = sandbox.run("install-service");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.callsOf("useradd")).hasSize(1);
    Path root = sandbox.root;
    assertThat(root.resolve("usr/local/lib/ikisaki/ikisaki.jar")).exists();
    assertThat(root.resolve("usr/local/lib/ikisaki/lib/library.jar")).exists();
    assertThat(root.resolve("usr/local/lib/ikisaki/bin/ikisaki")).isExecutable();
    assertThat(root.resolve("etc/ikisaki/ikisaki.yaml")).exists();
    assertThat(root.resolve("etc/systemd/system/ikisaki.service")).hasSameTextualContentAs(UNIT);
    assertThat(Files.readSymbolicLink(root.resolve("usr/local/bin/ikisaki")))
        .hasToString("../lib/ikisaki/bin/ikisaki");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(root.resolve("usr/local/lib/ikisaki"))))
        .isEqualTo("rwxr-xr-x");
    assertThat(run.callsOf("systemctl")).isEmpty();
    assertThat(run.err()).contains("systemctl enable --now ikisaki");
  }

  @Test
  void startsTheServiceWhereSystemdRuns() throws IOException {
    Sandbox sandbox = new Sandbox(directory).as("root");
    Files.createDirectories(sandbox.root.resolve("run/systemd/system"));

    assertThat(sandbox.run("install-service").callsOf("systemctl"))
        .containsExactly("daemon-reload", "enable ikisaki.service", "restart ikisaki.service");
  }

  @Test
  void anUpdateKeepsTheConfiguration() throws IOException {
    Sandbox sandbox = new Sandbox(directory).as("root");
    sandbox.run("install-service");
    Path configuration = sandbox.root.resolve("etc/ikisaki/ikisaki.yaml");
    Files.writeString(configuration, "sensor: attic\n");
    Sandbox.write(sandbox.checkout.resolve("target/ikisaki.jar"), "newer");

    sandbox.run("install-service");

    assertThat(configuration).hasContent("sensor: attic");
    assertThat(sandbox.root.resolve("usr/local/lib/ikisaki/ikisaki.jar")).hasContent("newer");
  }

  @Test
  void aUserInstallsThroughSudo() throws IOException {
    Sandbox sandbox = new Sandbox(directory);

    Sandbox.Run run = sandbox.run("install-service");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.callsOf("sudo"))
        .singleElement()
        .asString()
        .endsWith("bin/ikisaki install-service");
    assertThat(sandbox.root.resolve("etc/systemd/system/ikisaki.service")).exists();
  }

  @Test
  void theInstalledLauncherRunsWithoutSources() throws IOException {
    Sandbox sandbox = new Sandbox(directory).as("root");
    sandbox.run("install-service");
    Path installed = sandbox.root.resolve("usr/local/lib/ikisaki");

    Sandbox.Run run = sandbox.as("pi").run(installed.resolve("bin/ikisaki"), directory, "demo");

    assertThat(run.callsOf("mvn")).isEmpty();
    assertThat(run.java()).endsWith("-jar " + installed + "/ikisaki.jar demo");
  }

  @Test
  void theInstalledLauncherInstallsNothing() throws IOException {
    Sandbox sandbox = new Sandbox(directory).as("root");
    sandbox.run("install-service");
    Path installed = sandbox.root.resolve("usr/local/lib/ikisaki");

    Sandbox.Run run = sandbox.run(installed.resolve("bin/ikisaki"), directory, "install-service");

    assertThat(run.status()).isEqualTo(69);
    assertThat(run.err()).contains("from a checkout");
  }
}
