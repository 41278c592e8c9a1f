package org.ikisaki.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/test}, the command that proves the rest. */
final class TestCommandTest {
  private static final List<String> TOOLS =
      List.of(
          "ip",
          "dnsmasq",
          "openssl",
          "tcpdump",
          "curl",
          "mmdblookup",
          "chromium",
          "systemd-analyze",
          "shellcheck");
  private static final List<String> SERVERS = List.of("influxd", "victoria-metrics");

  private final Sandbox sandbox;

  TestCommandTest(@TempDir Path directory) throws IOException {
    sandbox =
        new Sandbox(directory).with("STUB_REPORTS", "org.ikisaki.ATest:0 org.ikisaki.BTest:0");
    for (String program : TOOLS) {
      sandbox.install(program);
    }
  }

  @Test
  void runsEveryTestWithTheGatesAndEndsWithTheirSums() throws IOException {
    installServers();

    Sandbox.Run run = test("-Dtest=Flow*");

    assertThat(run.callsOf("mvn"))
        .singleElement()
        .asString()
        .startsWith("-B -ntp -Pgates verify -Dtest=Flow* as pi");
    assertThat(run.out()).endsWith("Tests run: 6, Failures: 0, Errors: 0, Skipped: 0\n");
    assertThat(run.status()).isZero();
    assertThat(run.callsOf("apt-get")).isEmpty();
  }

  @Test
  void leavesABuildBehind() throws IOException {
    installServers();
    test();

    Sandbox.Run run = sandbox.run("demo");

    assertThat(run.callsOf("mvn")).isEmpty();
    assertThat(run.callsOf("java"))
        .singleElement()
        .asString()
        .contains("-XX:SharedArchiveFile=")
        .endsWith(" demo");
  }

  @Test
  void aSkippedTestIsNamed() throws IOException {
    installServers();
    sandbox.with("STUB_REPORTS", "org.ikisaki.ATest:0 org.ikisaki.BTest:2");

    Sandbox.Run run = test();

    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("skipped in org.ikisaki.BTest").doesNotContain("ATest");
  }

  @Test
  void aSkippedTestFailsInContinuousIntegration() throws IOException {
    installServers();
    sandbox.with("STUB_REPORTS", "org.ikisaki.ATest:0 org.ikisaki.BTest:2").with("CI", "true");

    Sandbox.Run run = test();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("CI=true: a skipped test is a failure");
    assertThat(run.out()).endsWith("Skipped: 2\n");
  }

  @Test
  void aFailureOfMavenIsAFailure() throws IOException {
    installServers();
    sandbox.with("STUB_MVN", "1");

    Sandbox.Run run = test();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("Tests run: 6");
  }

  @Test
  void reportsOfAnEarlierRunDoNotCount() throws IOException {
    installServers();
    test();
    sandbox.with("STUB_REPORTS", "org.ikisaki.ATest:0");

    assertThat(test().out()).endsWith("Tests run: 3, Failures: 0, Errors: 0, Skipped: 0\n");
  }

  @Test
  void installsServersWithoutStartingThem() throws IOException {
    Files.createDirectories(sandbox.root.resolve("usr/sbin"));
    Files.createDirectories(sandbox.root.resolve("run/systemd/system"));

    Sandbox.Run run = test();

    assertThat(run.callsOf("apt-get"))
        .containsExactly(
            "-qq -y -o DPkg::Lock::Timeout=300 install --no-install-recommends influxdb victoria-metrics",
            "may start no service");
    assertThat(run.callsOf("systemctl"))
        .containsExactly("--quiet disable influxdb victoria-metrics");
    assertThat(sandbox.root.resolve("usr/sbin/policy-rc.d")).doesNotExist();
  }

  private void installServers() throws IOException {
    for (String program : SERVERS) {
      sandbox.install(program);
    }
  }

  private Sandbox.Run test(String... arguments) throws IOException {
    return sandbox.run(sandbox.checkout.resolve("bin/test"), sandbox.directory, arguments);
  }
}
