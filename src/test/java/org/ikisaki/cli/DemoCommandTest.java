package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.ikisaki.cli.Commands.Result;
import org.ikisaki.demo.Device;
import org.ikisaki.demo.Household;
import org.ikisaki.demo.Truth;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo, played once as fast as it goes, in a process with a small heap. */
class DemoCommandTest {
  /** What the product calls that which stays at home. */
  private static final String LOCAL_NETWORK = "Local network";

  /** What the product calls servers that nothing names. */
  private static final String UNNAMED = "(unnamed)";

  @TempDir private static Path directory;
  private static Path store;
  private static Commands commands;
  private static Result demo;

  @BeforeAll
  static void play() throws Exception {
    commands = Commands.in(directory);
    store = directory.resolve("demo.db");
    demo =
        ChildProcess.run(
            directory,
            Redirect.from(Files.createFile(directory.resolve("nothing")).toFile()),
            List.of("-Xmx48m"),
            "demo",
            "--seconds",
            "0",
            "--json",
            "--store",
            store,
            "--config",
            directory.resolve("ikisaki.yaml"));
  }

  @Test
  void itPrintsAnObjectAndNothingElse() {
    assertThat(demo.status()).as(demo.err()).isZero();
    assertThat(demo.err()).isEmpty();
    assertThat(demo.out()).startsWith("{").endsWith("}\n");
    assertThat(demo.json().keySet())
        .containsExactly(
            "services",
            "total",
            "sent_bytes",
            "sent_bytes_by_service",
            "sent_bytes_by_service_since_start");
  }

  @Test
  void youTubesBytesAreWhatTheHouseholdSent() {
    assertThat(stored()).containsKey("YouTube");
    assertThat(stored().get("YouTube")).isEqualTo(sent("sent_bytes_by_service").get("YouTube"));
  }

  @Test
  void everyServicesBytesAreWhatTheHouseholdSent() {
    Map<String, Long> expected = sent("sent_bytes_by_service");
    expected.merge(LOCAL_NETWORK, expected.remove(Truth.RESOLVER), Long::sum);
    expected.merge(LOCAL_NETWORK, expected.remove(Truth.LOCAL), Long::sum);

    // Slack's too, which was open before: the laptop said later where it had been talking to.
    assertThat(stored()).isEqualTo(expected);
  }

  @Test
  void onlySlackWasOpenBefore() {
    Map<String, Long> all = sent("sent_bytes_by_service");
    Map<String, Long> since = sent("sent_bytes_by_service_since_start");
    assertThat(all.entrySet())
        .filteredOn(entry -> !since.entrySet().contains(entry))
        .extracting(Map.Entry::getKey)
        .containsExactly("Slack");
  }

  @Test
  void allThatWasSentIsStored() {
    long sent = demo.json().get("sent_bytes").getAsLong();
    assertThat(sent).isEqualTo(sum(sent("sent_bytes_by_service")));
    assertThat(demo.json().getAsJsonObject("total").get("bytes").getAsLong()).isEqualTo(sent);
    assertThat(sum(stored())).isEqualTo(sent);
  }

  @Test
  void thereAreThirtyNamedServices() {
    assertThat(stored().keySet())
        .filteredOn(name -> !name.equals(LOCAL_NETWORK) && !name.contains(UNNAMED))
        .hasSizeGreaterThanOrEqualTo(30);
  }

  @Test
  void noDeviceIsMissing() {
    Result top = top("device");

    assertThat(Household.of(1).devices()).hasSizeGreaterThanOrEqualTo(12);
    assertThat(top.lines("rows", "name").keySet())
        .containsAll(Household.of(1).devices().stream().map(Device::name).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"service", "device", "host", "country", "asn"})
  void whateverItIsSummedByItIsTheSame(String by) {
    JsonObject json = top(by).json();

    long sum = 0;
    for (JsonObject row : Commands.byKey(json.getAsJsonArray("rows"), "name").values()) {
      sum += row.get("bytes").getAsLong();
    }
    assertThat(json.get("by").getAsString()).isEqualTo(by);
    assertThat(sum).isEqualTo(demo.json().get("sent_bytes").getAsLong());
    assertThat(json.getAsJsonObject("total").get("bytes").getAsLong()).isEqualTo(sum);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-23T16:59:59+01:00",
        "2026-11-23T17:00+01:00",
        "2026-11-23T00:00+01:00",
        "2026-11-24T12:00+01:00"
      })
  void itsDayIsOver(String now) {
    ZonedDateTime time = ZonedDateTime.parse(now);
    ZonedDateTime evening = DemoCommand.lastEvening(time);
    assertThat(evening.getHour()).isEqualTo(17);
    assertThat(evening.plus(Duration.ofDays(1))).isBeforeOrEqualTo(time);
    assertThat(evening.plus(Duration.ofDays(2))).isAfter(time);
  }

  @Test
  void asSomebodyHasSeenEnoughItSumsUpAndCleansUp(@TempDir Path temporary) throws Exception {
    Result result =
        ChildProcess.runUntilItSpeaks(
            temporary, "demo", "--seconds", 3600, "--config", directory.resolve("ikisaki.yaml"));

    int terminated = 128 + 15;
    assertThat(result.status()).as(result.err()).isEqualTo(terminated);
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .startsWith("A made-up household of 18 devices and ")
        .contains("SERVICE")
        .endsWith(" are stored, the difference is 0.\n");
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("out.txt", "err.txt");
    }
  }

  private static Result top(String by) {
    return commands.run(
        "top", "--by", by, "--json", "-n", 10_000, "--last", "4d", "--store", store);
  }

  private static Map<String, Long> stored() {
    Map<String, Long> bytes = new TreeMap<>();
    demo.lines("services", "service")
        .forEach((name, line) -> bytes.put(name, line.get("bytes").getAsLong()));
    return bytes;
  }

  private static Map<String, Long> sent(String key) {
    Map<String, Long> bytes = new TreeMap<>();
    demo.json()
        .getAsJsonObject(key)
        .asMap()
        .forEach((name, value) -> bytes.put(name, value.getAsLong()));
    return bytes;
  }

  private static long sum(Map<String, Long> bytes) {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }
}
