package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.ikisaki.cli.Commands.Result;
import org.ikisaki.trace.probe.Laboratory;
import org.ikisaki.trace.probe.Sim;
import org.ikisaki.trace.probe.Sim.Door;
import org.ikisaki.trace.probe.Sim.Manner;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command, through a network that the test knows. */
@Timeout(60)
class TraceTargetsTest {
  private static final String STATE = "ikisaki.state";
  private static final String NEAR = "203.0.113.1";
  private static final String FAR = "203.0.113.80";
  private static final String FORBIDDEN = "203.0.113.81";

  @TempDir private Path directory;
  private Commands commands;
  private Laboratory lab;

  @BeforeEach
  void connect() throws Exception {
    commands = Commands.in(directory);
    System.setProperty(STATE, directory.resolve("state").toString());
    Sim sim = Sim.chain(Manner.PLAIN, Manner.PLAIN.withLabels(), Manner.PLAIN);
    sim.host(IpAddress.parse(NEAR), 0, Door.CLOSED);
    sim.host(IpAddress.parse(FAR), 2, Door.CLOSED);
    sim.host(IpAddress.parse(FORBIDDEN), 2, Door.FORBIDDEN);
    lab = Laboratory.open(sim, new SplittableRandom(1));
  }

  @AfterEach
  void disconnect() throws IOException {
    lab.close();
    System.clearProperty(STATE);
  }

  @Test
  void targetsAreTracedAndTheRestIsSaid() {
    Result result =
        commands.run("trace", "--no-names", FAR, "224.0.0.1", FORBIDDEN, "--queries", "1");

    assertThat(result.status()).isEqualTo(Main.FAILED);
    assertThat(result.err()).contains("224.0.0.1: a multicast address");
    assertThat(result.out())
        .containsPattern("203\\.0\\.113\\.80, 2")
        .containsPattern("2 +198\\.51\\.100\\.2 .*MPLS 24001")
        .containsPattern("4 +203\\.0\\.113\\.80 ")
        .containsPattern("203\\.0\\.113\\.81, not reached")
        .containsPattern("4 +198\\.51\\.100\\.3 .*!A");
  }

  @Test
  void noTargetIsTracedTwiceWithinAnHourUnlessAsked() {
    assertThat(commands.run("trace", "--no-names", FAR).status()).isZero();
    int probes = lab.times().size();

    Result again = commands.run("trace", "--no-names", FAR);
    assertThat(again.status()).isZero();
    assertThat(again.err()).contains("1 of 1 targets were traced not long ago");
    assertThat(again.out()).containsPattern("4 +203\\.0\\.113\\.80 ");
    assertThat(lab.times()).hasSize(probes);

    commands.run("trace", "--no-names", FAR, "--again");
    assertThat(lab.times()).hasSize(2 * probes);
  }

  @Test
  void aListGoesOnWhereItWasStopped() throws IOException {
    Path list = Files.writeString(directory.resolve("list"), NEAR + "\n" + FAR + " # far\n");
    Path kept = directory.resolve("kept");
    commands.run("trace", "--no-names", NEAR, "--resume", kept);
    // As a command leaves it that was killed in the middle of a line.
    Files.writeString(kept, Files.readString(kept) + "{\"type\":\"ikisaki\",\"tar");
    int probes = lab.times().size();

    Result result =
        commands.run("trace", "--no-names", "--in", list, "--resume", kept, "--format", "csv");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(lab.times()).hasSize(probes + 4 * 3);
    assertThat(Files.readString(kept)).contains("\"address\":\"" + FAR + "\"");
    assertThat(commands.run("trace", "--import", kept, "--format", "csv").out())
        .contains(NEAR, FAR);
  }

  @Test
  void aFileThatIsNoneOfItsOwnIsLeftAsItIs() throws IOException {
    Path notes = Files.writeString(directory.resolve("notes"), "my notes\n");

    Result result = commands.run("trace", FAR, "--resume", notes);

    assertThat(result.status()).isEqualTo(Main.FAILED);
    assertThat(result.err()).contains("notes", "left as it is");
    assertThat(Files.readString(notes)).isEqualTo("my notes\n");
    assertThat(lab.times()).isEmpty();
  }

  @Test
  void visitorsAreTracedInTheirOrder() throws IOException {
    Path log = directory.resolve("access.log");
    Files.write(
        log,
        List.of(
            FAR + " - - [10/Oct/2025:13:55:36 +0000] \"GET / HTTP/1.1\" 200 12",
            "hello",
            NEAR + " - - [10/Oct/2025:13:55:37 +0000] \"GET / HTTP/1.1\" 200 12",
            FAR + " - - [10/Oct/2025:13:55:38 +0000] \"GET /b HTTP/1.1\" 200 12"));

    Result result = commands.run("trace", "--no-names", "--access-log", log);

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.err()).contains("access.log:2: no line of a common or combined log: hello");
    assertThat(result.out()).containsSubsequence(FAR + ", 2", NEAR + ", 2");
    assertThat(result.out().split(FAR + ", 2")).hasSize(2);
  }

  @Test
  void whereNoRouteLeadsIsSaidAndTheRestGoesOn() throws Exception {
    lab.namespace().ip("-6", "route", "del", "default");

    Result result = commands.run("trace", "--no-names", "2001:db8:aa::1", NEAR);

    assertThat(result.status()).isEqualTo(Main.FAILED);
    assertThat(result.err()).contains("2001:db8:aa::1: nothing can be sent there", "unreachable");
    assertThat(result.out()).contains(NEAR + ", 2");
  }

  @Test
  void aPageOfAHarIsTracedByItsHosts() throws IOException {
    Path har = directory.resolve("page.har");
    Files.writeString(
        har,
        "{\"log\":{\"entries\":[{\"request\":{\"url\":\"https://%s/x\"}},{\"request\":{\"url\":\"http://%s:8080/\"}}]}}"
            .formatted(FAR, NEAR));

    Result result = commands.run("trace", "--no-names", "--har", har, "--raw");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).contains(FAR + ", 2", NEAR + ", 2");
  }

  @Test
  void figuresOutOfRangeAreRefused() {
    for (List<String> wrong :
        List.of(
            List.of("--rate", "0"),
            List.of("--max-hops", "256"),
            List.of("--queries", "11"),
            List.of("--paths", "17"),
            List.of("--port", "65536"),
            List.of("--wait", "31s"))) {
      Result result = commands.run("trace", FAR, wrong.get(0), wrong.get(1));
      assertThat(result.status()).isEqualTo(Main.FAILED);
      assertThat(result.err()).contains(wrong.get(0));
    }
    assertThat(lab.times()).isEmpty();
  }

  @Test
  void nothingToTraceIsWrongUse() {
    Result result = commands.run("trace");

    assertThat(result.status()).isEqualTo(Main.WRONG_USE);
    assertThat(result.err()).contains("nothing to trace", "--import");
  }
}
