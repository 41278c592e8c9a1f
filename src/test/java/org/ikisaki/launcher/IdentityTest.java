package org.ikisaki.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who runs the JVM, with which capability, and where the state lies. */
final class IdentityTest {
  private static final String CAPTURES =
      " --inh-caps=-all,+net_raw --ambient-caps=-all,+net_raw --bounding-set=-all,+net_raw --no-new-privs -- ";
  private static final String NO_CAPABILITY =
      " --inh-caps=-all --ambient-caps=-all --bounding-set=-all --no-new-privs -- ";

  private final Path directory;
  private final Sandbox sandbox;

  IdentityTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    sandbox = new Sandbox(directory).built();
  }

  @Test
  void aUserCapturesAsThatUserThroughSudo() throws IOException {
    Sandbox.Run run = sandbox.run("run");

    assertThat(run.callsOf("sudo"))
        .singleElement()
        .asString()
        .startsWith("-- env HOME=" + sandbox.home("pi"));
    assertThat(run.callsOf("setpriv"))
        .singleElement()
        .asString()
        .startsWith("--reuid=pi --regid=100 --init-groups" + CAPTURES);
    assertThat(run.java())
        .contains("-Dikisaki.state=" + sandbox.home("pi") + "/.local/state/ikisaki ");
    assertThat(run.err()).contains("never as root");
  }

  @Test
  void throughSudoCapturesAsTheUserWhoCalledIt() throws IOException {
    Sandbox.Run run = sandbox.as("root").with("SUDO_USER", "pi").run("run");

    assertThat(run.callsOf("sudo")).isEmpty();
    assertThat(run.callsOf("setpriv"))
        .last()
        .asString()
        .startsWith("--reuid=pi --regid=100 --init-groups" + CAPTURES);
    assertThat(run.java())
        .contains("-Dikisaki.state=" + sandbox.home("pi") + "/.local/state/ikisaki ");
  }

  @Test
  void rootCapturesAsTheSystemUser() throws IOException {
    Sandbox.Run run = sandbox.as("root").with("STUB_MISSING_USER", "ikisaki").run("run");

    assertThat(run.callsOf("useradd"))
        .singleElement()
        .asString()
        .isEqualTo(
            "--system --user-group --home-dir "
                + sandbox.systemState()
                + " --shell /usr/sbin/nologin ikisaki");
    assertThat(run.callsOf("install"))
        .contains("-d -m 750 -o ikisaki -g ikisaki " + sandbox.systemState());
    assertThat(run.callsOf("setpriv"))
        .last()
        .asString()
        .startsWith("--reuid=ikisaki")
        .contains(CAPTURES);
    assertThat(run.java()).contains("-Dikisaki.state=" + sandbox.systemState() + " ");
  }

  @Test
  void theSystemUserIsMadeOnce() throws IOException {
    assertThat(sandbox.as("root").run("run").callsOf("useradd")).isEmpty();
  }

  @Test
  void whoHoldsTheCapabilityNeedsNoHelp() throws IOException {
    Sandbox.write(
        sandbox.root.resolve("proc/self/status"), "CapBnd:\t2000\nCapAmb:\t0000000000002000\n");

    Sandbox.Run run = sandbox.run("run");

    assertThat(run.callsOf("sudo")).isEmpty();
    assertThat(run.callsOf("setpriv")).isEmpty();
    assertThat(run.java()).isNotEmpty();
  }

  @Test
  void tracingTakesNoPrivilege() throws IOException {
    Sandbox.Run run = sandbox.run("trace", "203.0.113.80", "--method", "icmp");

    assertThat(run.callsOf("sudo")).isEmpty();
    assertThat(run.callsOf("setpriv")).isEmpty();
    assertThat(run.java()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--raw", "--method=TCP", "--method tcp"})
  void tracingFromRawSocketsTakesOneCapability(String option) throws IOException {
    List<String> words = new ArrayList<>(List.of("trace", "203.0.113.80"));
    words.addAll(List.of(option.split(" ")));

    Sandbox.Run run = sandbox.run(words.toArray(String[]::new));

    assertThat(run.err()).contains("tracing from raw sockets needs CAP_NET_RAW");
    assertThat(run.callsOf("setpriv")).first().asString().contains("--reuid=pi", "-all,+net_raw");
  }

  @Test
  void withoutSudoTracingNamesWhatTakesNone() throws IOException {
    Sandbox.Run run = sandbox.uninstall("sudo").run("trace", "203.0.113.80", "--raw");

    assertThat(run.status()).isEqualTo(77);
    assertThat(run.err()).contains("trace without --raw").doesNotContain("bin/ikisaki run");
    assertThat(run.callsOf("java")).isEmpty();
  }

  @Test
  void withoutSudoCapturingNamesTheRemedies() throws IOException {
    Sandbox.Run run = sandbox.uninstall("sudo").run("run");

    assertThat(run.status()).isEqualTo(77);
    assertThat(run.err())
        .contains("user pi can't get CAP_NET_RAW through sudo")
        .contains(sandbox.checkout + "/bin/ikisaki run")
        .contains("bin/ikisaki demo")
        .contains("bin/ikisaki run --source -");
    assertThat(run.callsOf("java")).isEmpty();
  }

  @Test
  void refusedBySudoCapturingNamesTheRemedies() throws IOException {
    Sandbox.Run run =
        sandbox.with("STUB_SUDO_PASSWORDLESS", "1").with("STUB_SUDO_ASKED", "1").run("run");

    assertThat(run.status()).isEqualTo(77);
    assertThat(run.callsOf("sudo")).containsExactly("-v");
  }

  @Test
  void sudoIsAskedForItsPassword() throws IOException {
    Sandbox.Run run = sandbox.with("STUB_SUDO_PASSWORDLESS", "1").run("run");

    assertThat(run.status()).isZero();
    assertThat(run.callsOf("sudo")).first().isEqualTo("-v");
  }

  @Test
  void rootWithoutTheCapabilityIsToldHowAContainerGetsIt() throws IOException {
    Sandbox.write(
        sandbox.root.resolve("proc/self/status"), "CapBnd:\t00000000a80405fb\nCapAmb:\t0\n");

    Sandbox.Run run = sandbox.as("root").run("run");

    assertThat(run.status()).isEqualTo(77);
    assertThat(run.err()).contains("--cap-add NET_RAW");
  }

  @Test
  void nothingButLiveCaptureNeedsPrivileges() throws IOException {
    String[][] commands = {
      {"demo"},
      {"replay", "x.pcap"},
      {"run", "--source", "-"},
      {"run", "--source=./x.pcap"},
      {"run", "--help"},
      {"rules", "list"},
      {"interfaces"},
      {"top"},
      {"--help"},
      {}
    };
    for (String[] command : commands) {
      Sandbox.Run run = sandbox.run(command);

      assertThat(run.java()).as(String.join(" ", command)).isNotEmpty();
      assertThat(run.calls())
          .noneMatch(call -> call.startsWith("sudo") || call.startsWith("setpriv"));
    }
  }

  @Test
  void aSourceIsCapturedUnlessItIsAFile() throws IOException {
    Sandbox.write(sandbox.directory.resolve("x.pcap"), "");

    assertThat(sandbox.run("run", "--source", "x.pcap").callsOf("setpriv")).isEmpty();
    assertThat(sandbox.run("run", "--source", "eth1.10").callsOf("setpriv"))
        .last()
        .asString()
        .contains(CAPTURES);
  }

  @Test
  void rootKeepsItsNameButNoCapabilityForEverythingElse() throws IOException {
    Sandbox.Run run = sandbox.as("root").run("replay", "/root/x.pcap");

    assertThat(run.callsOf("setpriv")).allMatch(call -> call.startsWith("--reuid=root"));
    assertThat(run.callsOf("setpriv")).last().asString().contains(NO_CAPABILITY);
    assertThat(run.java())
        .contains("-Dikisaki.state=" + sandbox.home("root") + "/.local/state/ikisaki ");
  }

  @Test
  void stateFollowsTheXdgDirectories() throws IOException {
    Path state = directory.resolve("elsewhere");

    Sandbox.Run run = sandbox.with("XDG_STATE_HOME", state.toString()).run("demo");

    assertThat(run.java()).contains("-Dikisaki.state=" + state + "/ikisaki ");
    assertThat(state.resolve("ikisaki")).isDirectory();
  }

  @Test
  void aServiceUsesItsStateDirectory() throws IOException {
    Sandbox.write(sandbox.root.resolve("proc/self/status"), "CapAmb:\t2000\n");
    Path state = Files.createDirectories(directory.resolve("service state"));

    Sandbox.Run run = sandbox.as("ikisaki").with("STATE_DIRECTORY", state.toString()).run("run");

    assertThat(run.java())
        .contains("-Dikisaki.state=" + state + " ")
        .contains("-Djna.tmpdir=" + state);
    assertThat(run.callsOf("sudo")).isEmpty();
  }

  @Test
  void aStateDirectoryThatCannotBeMadeStopsCaptureOnly() throws IOException {
    Sandbox.write(directory.resolve("file"), "");
    sandbox.with("XDG_STATE_HOME", directory.resolve("file").toString());

    Sandbox.Run run = sandbox.run("run");
    assertThat(run.status()).isEqualTo(77);
    assertThat(run.err()).contains("can't make the state directory").contains("XDG_STATE_HOME");

    assertThat(sandbox.run("demo").java()).doesNotContain("-Djna.tmpdir");
  }

  @Test
  void readersOfTheOnlyStoreRunAsTheSystemUser() throws IOException {
    Files.createDirectories(sandbox.systemState());
    for (String command : new String[] {"top", "prune", "explain", "devices", "status"}) {
      Sandbox.Run run = sandbox.run(command);

      assertThat(run.err())
          .contains("reading " + sandbox.systemState() + " as user ikisaki: asking sudo");
      assertThat(run.callsOf("setpriv"))
          .last()
          .asString()
          .startsWith("--reuid=ikisaki")
          .contains(NO_CAPABILITY);
      assertThat(run.java()).contains("-Dikisaki.state=" + sandbox.systemState() + " ");
    }
  }

  @Test
  void rootReadsTheSystemStoreWithoutSudo() throws IOException {
    Files.createDirectories(sandbox.systemState());

    Sandbox.Run run = sandbox.as("root").run("top");

    assertThat(run.callsOf("sudo")).isEmpty();
    assertThat(run.callsOf("setpriv"))
        .last()
        .asString()
        .startsWith("--reuid=ikisaki")
        .contains(NO_CAPABILITY);
  }

  @Test
  void aStoreOfOnesOwnGoesBeforeTheSystems() throws IOException {
    Files.createDirectories(sandbox.systemState());
    Sandbox.write(sandbox.home("pi").resolve(".local/state/ikisaki/ikisaki.db"), "");

    Sandbox.Run run = sandbox.run("top");

    assertThat(run.callsOf("setpriv")).isEmpty();
    assertThat(run.java())
        .contains("-Dikisaki.state=" + sandbox.home("pi") + "/.local/state/ikisaki ");
  }

  @Test
  void aNamedStoreIsReadByItsOwner() throws IOException {
    Path store = directory.resolve("other.db");
    Sandbox.write(store, "");

    assertThat(sandbox.run("top", "--store", store.toString()).callsOf("setpriv")).isEmpty();
    assertThat(sandbox.as("root").run("top", "--store=" + store).callsOf("setpriv"))
        .last()
        .asString()
        .startsWith("--reuid=pi");
  }

  @Test
  void theSystemStoreIsPrivateWithoutSudo() throws IOException {
    Files.createDirectories(sandbox.systemState());

    Sandbox.Run run = sandbox.uninstall("sudo").run("top");

    assertThat(run.status()).isEqualTo(77);
    assertThat(run.err()).contains("private to user ikisaki").contains("--store FILE");
  }

  @Test
  void theConfigurationFollowsThroughSudo() throws IOException {
    Sandbox.Run run = sandbox.with("IKISAKI_CONFIG", "/mine.yaml").run("run");

    assertThat(run.callsOf("sudo"))
        .last()
        .asString()
        .contains(" IKISAKI_CONFIG=/mine.yaml setpriv ");
  }

  @Test
  void anUnreadableCheckoutRunsFromACopyThatIsKeptCurrent() throws IOException {
    sandbox.as("root").with("STUB_UNREADABLE", "1");
    Path copy = sandbox.root.resolve("usr/local/lib/ikisaki");

    Sandbox.Run run = sandbox.run("run");

    assertThat(run.err())
        .contains("user ikisaki may not read " + sandbox.checkout)
        .contains(copy.toString());
    assertThat(run.java())
        .endsWith("-jar " + copy + "/ikisaki.jar run")
        .contains("-Dikisaki.home=" + copy + " ");
    assertThat(copy.resolve("lib/library.jar")).exists();
    assertThat(copy.resolve("config/services.yaml")).exists();

    Sandbox.write(sandbox.checkout.resolve("config/services.yaml"), "services: [changed]\n");
    sandbox.run("run");

    assertThat(copy.resolve("config/services.yaml")).hasContent("services: [changed]\n");
    assertThat(Path.of(copy + ".old")).doesNotExist();
  }
}
