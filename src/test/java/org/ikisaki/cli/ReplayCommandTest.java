package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.testing.Frames.ACK;
import static org.ikisaki.testing.Frames.SYN;
import static org.ikisaki.testing.Frames.ethernet;
import static org.ikisaki.testing.Frames.ipv4;
import static org.ikisaki.testing.Frames.tcp;
import static org.ikisaki.testing.Frames.udp;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ikisaki.cli.Commands.Result;
import org.ikisaki.daemon.Daemon;
import org.ikisaki.daemon.Input;
import org.ikisaki.daemon.Settings;
import org.ikisaki.daemon.Wiring;
import org.ikisaki.demo.HouseholdSource;
import org.ikisaki.demo.Truth;
import org.ikisaki.store.StoreReader;
import org.ikisaki.store.StoreReader.TopBy;
import org.ikisaki.store.StoreReader.TopRow;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
  private static final Duration LENGTH = Duration.ofMinutes(6);

  @TempDir private static Path shared;
  private static Path capture;
  private static Truth truth;

  private final Path directory;
  private final Commands commands;

  ReplayCommandTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    this.commands = Commands.in(directory);
  }

  @BeforeAll
  static void writeCapture() throws IOException {
    capture = shared.resolve("evening.pcap");
    truth = Households.write(capture, LENGTH);
  }

  @Test
  void twoReplaysGiveTheSameFlowsAndTheSameRows() throws IOException, SQLException {
    Path firstFlows = directory.resolve("first.jsonl");
    Path firstStore = directory.resolve("first.db");
    Path secondFlows = directory.resolve("second.jsonl");
    Path secondStore = directory.resolve("second.db");

    Result first = commands.run("replay", capture, "--flows", firstFlows, "--store", firstStore);
    Result second = commands.run("replay", capture, "--flows", secondFlows, "--store", secondStore);

    assertThat(first.status()).as(first.err()).isZero();
    assertThat(second).isEqualTo(first);
    assertThat(secondFlows).hasSameBinaryContentAs(firstFlows);
    Map<String, List<String>> content = StoreContent.of(firstStore);
    assertThat(StoreContent.of(secondStore)).isEqualTo(content);
    for (String table :
        List.of("traffic_slab", "endpoint", "device", "dns_query", "name_evidence")) {
      assertThat(content.get(table)).as(table).isNotEmpty();
    }
  }

  @Test
  void aWrittenHouseholdIsWhatIsPlayedDirectly() throws Exception {
    Path replayed = directory.resolve("replayed.db");
    Path played = directory.resolve("played.db");
    assertThat(commands.run("replay", capture, "--store", replayed).status()).isZero();
    HouseholdSource source = Households.evening(LENGTH);
    try (Daemon daemon =
        Wiring.passing(
            Settings.read(directory.resolve("ikisaki.yaml")), played, Input.of(source))) {
      daemon.start();
      assertThat(daemon.await(Duration.ofSeconds(60))).isTrue();
    }

    assertThat(services(played)).hasSizeGreaterThan(15).isEqualTo(services(replayed));
    assertThat(source.truth().total()).isEqualTo(truth.total());
  }

  @Test
  void aTcpFlowTellsItsRoundTripAndWhatWasSentAgain() throws IOException {
    String laptop = "192.168.1.10";
    String server = "203.0.113.7";
    byte[] data = new byte[100];
    Path handshake = directory.resolve("handshake.pcap");
    Households.write(
        handshake,
        Stream.of(
                ipv4(laptop, server, tcp(50_000, 443, SYN, 1, 0, new byte[0])),
                ipv4(server, laptop, tcp(443, 50_000, SYN | ACK, 7, 2, new byte[0])),
                ipv4(laptop, server, tcp(50_000, 443, ACK, 2, 8, new byte[0])),
                ipv4(laptop, server, tcp(50_000, 443, ACK, 2, 8, data)),
                ipv4(laptop, server, tcp(50_000, 443, ACK, 2, 8, data)),
                ipv4(laptop, server, udp(50_000, 443, 100)))
            .map(packet -> ethernet("02:00:00:00:00:01", "02:00:00:00:00:0a", packet))
            .toList());
    Path flows = directory.resolve("flows.jsonl");

    assertThat(commands.run("replay", handshake, "--flows", flows).status()).isZero();

    Map<String, JsonObject> byProtocol =
        lines(Files.readString(flows)).stream()
            .filter(line -> line.get("type").getAsString().equals("flow"))
            .collect(Collectors.toMap(line -> line.get("proto").getAsString(), line -> line));
    assertThat(byProtocol.get("tcp"))
        .extracting(line -> line.get("rtt_ms").getAsDouble(), line -> retransmitted(line))
        .containsExactly(2.0, 1);
    assertThat(byProtocol.get("udp"))
        .extracting(line -> line.get("rtt_ms").isJsonNull(), line -> retransmitted(line))
        .containsExactly(true, 0);
  }

  private static int retransmitted(JsonObject line) {
    return line.get("retransmitted").getAsInt();
  }

  @Test
  void everyByteIsInTheSummaryAndInTheStoreAndInTheFlows() throws IOException {
    Path store = directory.resolve("kept.db");
    Path flows = directory.resolve("flows.jsonl");

    Result result = commands.run("replay", capture, "--json", "--store", store, "--flows", flows);

    JsonObject json = result.json();
    long sent = truth.total().bytes();
    assertThat(json.getAsJsonObject("total").get("bytes").getAsLong()).isEqualTo(sent);
    assertThat(sum(result.lines("services", "service").values(), "bytes")).isEqualTo(sent);
    assertThat(total(store)).isEqualTo(sent);
    JsonObject counted = json.getAsJsonObject("capture");
    assertThat(counted.get("frames").getAsLong()).isEqualTo(truth.frames());
    assertThat(counted.get("frame_bytes").getAsLong()).isEqualTo(truth.frameBytes());
    assertThat(counted.get("ip_packets").getAsLong()).isEqualTo(truth.total().packets());
    assertThat(counted.get("ip_bytes").getAsLong()).isEqualTo(sent);
    assertThat(counted.get("undecoded").getAsLong()).isZero();
    List<JsonObject> lines = lines(Files.readString(flows));
    assertThat(sum(ofType(lines, "flow"), "bytes")).isEqualTo(sent);
    assertThat(sum(ofType(lines, "flow"), "packets")).isEqualTo(truth.total().packets());
  }

  @Test
  void theSummaryHasItsShape() {
    Result result = commands.run("replay", capture, "--json");

    assertThat(result.status()).isZero();
    assertThat(result.json().keySet()).containsExactly("services", "total", "capture", "counts");
    assertThat(
            result.json().getAsJsonObject("counts").entrySet().stream()
                .filter(count -> count.getKey().startsWith("frames_"))
                .mapToLong(count -> count.getValue().getAsLong())
                .sum())
        .isEqualTo(result.json().getAsJsonObject("capture").get("frames").getAsLong());
    assertThat(result.json().getAsJsonObject("capture").keySet())
        .containsExactly(
            "frames", "frame_bytes", "ip_packets", "ip_bytes", "not_ip", "undecoded", "duplicates");
    assertThat(result.lines("services", "service").values())
        .allSatisfy(
            line ->
                assertThat(line.keySet())
                    .containsExactly(
                        "service",
                        "category",
                        "bytes",
                        "bytes_down",
                        "bytes_up",
                        "packets_down",
                        "packets_up",
                        "flows"));
  }

  @Test
  void flowsMayGoToStandardOutputWithNothingBeside() throws IOException {
    Path file = directory.resolve("flows.jsonl");
    commands.run("replay", capture, "--flows", file);

    Result result = commands.run("replay", capture, "--flows", "-");

    assertThat(result.status()).isZero();
    assertThat(result.out()).isEqualTo(Files.readString(file));
    List<JsonObject> lines = lines(result.out());
    assertThat(lines.stream().map(line -> line.get("type").getAsString()).distinct())
        .containsExactlyInAnyOrder("flow", "dns", "device", "totals");
    assertThat(lines.get(lines.size() - 1).get("type").getAsString()).isEqualTo("totals");
  }

  @Test
  void severalFilesInOrderAreAsOne() throws IOException {
    List<Path> parts = Households.writeParts(directory, LENGTH, 2_000);
    assertThat(parts).hasSizeGreaterThan(2);
    List<Object> arguments = new ArrayList<>(List.of("replay", "--json", "--flows"));
    arguments.add(directory.resolve("parts.jsonl"));
    arguments.addAll(parts);

    Result inParts = commands.run(arguments.toArray());
    Result whole =
        commands.run("replay", "--json", "--flows", directory.resolve("whole.jsonl"), capture);

    assertThat(inParts).isEqualTo(whole);
    assertThat(directory.resolve("parts.jsonl"))
        .hasSameBinaryContentAs(directory.resolve("whole.jsonl"));
  }

  @Test
  void ofSeveralFilesTheDamagedOneIsNamed() throws IOException {
    Path cut = directory.resolve("cut.pcap");
    byte[] bytes = Files.readAllBytes(capture);
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));

    Result result = commands.run("replay", cut, capture);

    assertThat(result.status()).isZero();
    assertThat(result.err().lines()).singleElement().asString().startsWith("ikisaki: cut.pcap: ");
  }

  @Test
  void standardInputIsACaptureTooAndNothingIsLeftBehind(@TempDir Path temporary) throws Exception {
    Result expected = commands.run("replay", capture, "--json");

    Result result =
        ChildProcess.run(
            temporary,
            Redirect.from(capture.toFile()),
            List.of("-Xmx48m", "-XX:TieredStopAtLevel=1"),
            "replay",
            "-",
            "--json",
            "--config",
            directory.resolve("ikisaki.yaml"));

    assertThat(result).isEqualTo(expected);
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("out.txt", "err.txt");
    }
  }

  private static Map<String, Long> services(Path store) throws IOException {
    try (StoreReader reader = StoreReader.open(store)) {
      return reader.top(TopBy.SERVICE, Households.START, later(), 1_000).stream()
          .collect(
              Collectors.toMap(
                  TopRow::key, row -> row.counters().bytes(), Long::sum, TreeMap::new));
    }
  }

  private static long total(Path store) throws IOException {
    try (StoreReader reader = StoreReader.open(store)) {
      return reader.total(Households.START, later()).bytes();
    }
  }

  private static Instant later() {
    return Households.START.plus(LENGTH);
  }

  private static List<JsonObject> lines(String text) {
    return text.lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
  }

  private static List<JsonObject> ofType(List<JsonObject> lines, String type) {
    return lines.stream().filter(line -> line.get("type").getAsString().equals(type)).toList();
  }

  private static long sum(Iterable<JsonObject> lines, String key) {
    long sum = 0;
    for (JsonObject line : lines) {
      sum += line.get(key).getAsLong();
    }
    return sum;
  }
}
