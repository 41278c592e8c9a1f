package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.ikisaki.cli.Commands.Result;
import org.ikisaki.demo.Truth;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The monitor, on savefiles: it ends with them. */
class RunCommandTest {
  private static final Duration LENGTH = Duration.ofMinutes(1);

  @TempDir private Path directory;
  private Path capture;
  private Commands commands;
  private Truth truth;

  @BeforeEach
  void writeCapture() throws IOException {
    commands = Commands.in(directory);
    capture = directory.resolve("a.pcap");
    truth = Households.write(capture, LENGTH);
  }

  @Test
  void itSaysWhereItListensAndWhatItSees() {
    Result result = commands.run("run", "--source", capture);

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.err())
        .isEqualTo(
            "ikisaki: listening on a.pcap; the store is %s; Ctrl-C ends%n"
                .formatted(directory.resolve("store.db")));
    assertThat(result.out()).containsPattern("[0-9:]{8}  .* down, .* up, [0-9]+ devices");
  }

  @Test
  void whatItSaysInJsonAddsUpAndIsStored() {
    Result result = commands.run("run", "--source", capture, "--json", "--every", "1s");

    long said =
        result
            .out()
            .lines()
            .map(line -> JsonParser.parseString(line).getAsJsonObject())
            .mapToLong(line -> line.getAsJsonObject("total").get("bytes").getAsLong())
            .sum();
    assertThat(said).isEqualTo(truth.total().bytes());
    JsonObject stored =
        commands
            .run("top", "--json", "--from", Households.START, "--to", Households.START.plus(LENGTH))
            .json();
    JsonElement total = stored.getAsJsonObject("total").get("bytes");
    assertThat(total.getAsLong()).isEqualTo(truth.total().bytes());
  }

  @Test
  void kindsOfSourcesAreNotMixed() {
    Result result = commands.run("run", "--source", capture, "--source", "eth0");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).startsWith("ikisaki: interfaces and savefiles don't go together");
  }

  @Test
  void aSourceThatIsNotThereIsNamed() {
    Result result = commands.run("run", "--source", "nowhere0");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).startsWith("ikisaki: ").contains("nowhere0").doesNotContain("\tat ");
    assertThat(directory.resolve("store.db")).doesNotExist();
  }
}
