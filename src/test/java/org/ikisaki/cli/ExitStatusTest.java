package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.ikisaki.cli.Commands.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 0 done, 1 could not be done, 2 asked for wrongly; and always a word about why. */
class ExitStatusTest {
  private final Path directory;
  private final Commands commands;

  ExitStatusTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    this.commands = Commands.in(directory);
  }

  @Test
  void noCommandShowsTheCommands() {
    Result result = Commands.bare();
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("Usage: ikisaki", "replay", "interfaces");
    assertThat(Commands.bare("rules").status()).isEqualTo(2);
    assertThat(Commands.bare("rules").err()).contains("Usage: ikisaki rules");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "frobnicate                                  | 'frobnicate'",
        "repaly | Did you mean: ikisaki replay",
        "top --bogus                                 | '--bogus'",
        "top --by colour                             | 'colour'",
        "top --last soon                             | 'soon' is no duration",
        "top --last 5                                | '5' has no unit",
        "top --limit some                            | 'some'",
        "top --limit 0                               | at least 1, not 0",
        "top --from yesterday                        | 'yesterday' is no time",
        "top --last 1h --from 2026-01-01             | exclude each other",
        "top --last 1h --to 2026-01-01               | exclude each other",
        "top --from 2026-01-02 --to 2026-01-01       | is not before --to",
        "top --from 2026-01-02 --to 2026-01-02       | is not before --to",
        "prune --older-than -3d                      | '-3d' is no duration",
        "prune --older-than                          | --older-than",
        "demo --seconds x                            | 'x'",
        "demo --seconds -1                           | --seconds is 0 to 86400, not -1",
        "demo --seconds NaN                          | --seconds is 0 to 86400, not NaN",
        "demo --seed 1.5                             | '1.5'",
        "replay                                      | FILE",
        "explain                                     | SUBJECT",
        "explain a b:99999                           | 'b:99999'",
        "rules test                                  | HOST|ADDRESS",
        "rules test --as x a.example                 | 'x'",
        "run --every never                           | 'never' is no duration",
        "interfaces extra                            | 'extra'"
      })
  void wrongUseIsTwoAndSaysWhatIsWrong(String line, String said) {
    String[] words = line.strip().split(" +");
    Result result = Commands.bare(Arrays.copyOf(words, words.length, Object[].class));

    assertThat(result.status()).as(result.err()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("ikisaki: ").contains(said);
    assertThat(result.err().lines()).hasSize(2);
    assertThat(result.err()).containsAnyOf("--help' shows", "Did you mean", "Possible solutions");
  }

  @Test
  void everyMistakeOfAConfigurationIsALineOfItsOwn() throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("wrong.yaml"),
            """
            sensors: home
            capture:
              promiscuous: perhaps
            flows:
              max: -1
            """);

    Result result = Commands.bare("top", "--config", config);

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines())
        .hasSize(3)
        .satisfiesExactly(
            line ->
                assertThat(line).startsWith("ikisaki: " + config + ":1:1: ").contains("sensors"),
            line ->
                assertThat(line).startsWith("ikisaki: " + config + ":3:16: ").contains("perhaps"),
            line -> assertThat(line).startsWith("ikisaki: " + config + ":5:8: ").contains("-1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"top", "prune", "explain a.example", "top --json"})
  void aMissingStoreSaysWhatToDo(String line) {
    Result result = commands.run((Object[]) line.split(" "));

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("ikisaki: store " + directory.resolve("store.db"))
        .contains(": there is none");
    assertThat(directory.resolve("store.db")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"top", "run", "demo", "replay x.pcap", "prune", "rules list"})
  void aConfigurationThatIsNamedMustBeThere(String line) {
    Path missing = directory.resolve("nowhere.yaml");
    Object[] words = (line + " --config " + missing).split(" ");

    Result result = Commands.bare(words);

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo("ikisaki: " + missing + " is not there: name an existing file with --config\n");
  }

  @Test
  void whatIsNoCaptureIsTold() throws IOException {
    Path text = Files.writeString(directory.resolve("notes.txt"), "not a capture at all\n");
    Path empty = Files.createFile(directory.resolve("empty.pcap"));

    assertFails(commands.run("replay", directory.resolve("none.pcap")), "there is no such file");
    assertFails(commands.run("replay", directory), "a directory, not a capture file");
    assertFails(commands.run("replay", text), "not a capture file");
    assertFails(commands.run("replay", empty), "empty.pcap");
  }

  @Test
  void aSecondFileThatIsMissingIsToldBeforeAnythingIsDone() throws IOException {
    Path capture = directory.resolve("a.pcap");
    Households.write(capture, Duration.ofSeconds(5));
    Path store = directory.resolve("kept.db");

    assertFails(
        commands.run("replay", capture, directory.resolve("b.pcap"), "--store", store),
        "b.pcap: there is no such file");
    assertThat(store).doesNotExist();
  }

  @Test
  void aCaptureThatIsCutIsPlayedAsFarAsItGoes() throws IOException {
    Path whole = directory.resolve("whole.pcap");
    Households.write(whole, Duration.ofSeconds(10));
    byte[] bytes = Files.readAllBytes(whole);
    for (int cut : new int[] {1, 7, 16, 17, 60}) {
      Path file = directory.resolve("cut.pcap");
      Files.write(file, Arrays.copyOf(bytes, bytes.length - cut));

      Result result = commands.run("replay", file, "--json");

      assertThat(result.status()).isZero();
      assertThat(result.json().getAsJsonObject("capture").get("frames").getAsLong()).isPositive();
      assertThat(result.err()).startsWith("ikisaki: cut.pcap: cut off in packet ");
      assertThat(result.err()).doesNotContain("Exception", "Error", "\tat ");
      assertThat(result.err().lines()).hasSize(1);
    }
  }

  @Test
  void aCaptureWithoutFramesIsNoFailure() throws IOException {
    Path file = directory.resolve("silence.pcap");
    Households.write(file, List.of());

    Result result = commands.run("replay", file, "--json");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.json().getAsJsonArray("services")).isEmpty();
    assertThat(commands.run("replay", file).out()).contains("0 frames");
  }

  @Test
  void whatCanNotBeWrittenIsNamed() throws IOException {
    Path capture = directory.resolve("a.pcap");
    Households.write(capture, Duration.ofSeconds(30));

    assertFails(
        commands.run("replay", capture, "--flows", directory.resolve("no/such.jsonl")),
        "no/such.jsonl: there is no such file or directory");
    assertFails(
        commands.run("replay", capture, "--flows", "/dev/full"), "/dev/full: can't be written");
    assertFails(
        commands.run("demo", "--write", directory.resolve("no/such.pcap")),
        "there is no such file or directory");
  }

  private static void assertFails(Result result, String said) {
    assertThat(result.status()).as(result.err()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("ikisaki: ").contains(said);
    assertThat(result.err()).doesNotContain("Exception", "\tat ");
    assertThat(result.err().lines()).hasSize(1);
  }
}
