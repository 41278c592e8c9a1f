package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.ikisaki.cli.Commands.Result;
import org.ikisaki.service.RuleSet;
import org.ikisaki.store.ExportNote;
import org.ikisaki.store.ExportRequests;
import org.ikisaki.store.ExportView.Request;
import org.ikisaki.store.Store;
import org.ikisaki.store.StoreReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How exports stand, and what may be asked of them. */
final class ExportCommandTest {
  private static final Instant BEGAN = Instant.parse("2026-11-02T08:00:00Z");

  private final Path store;
  private final Commands commands;

  ExportCommandTest(@TempDir Path directory) throws IOException {
    store = directory.resolve("store.db");
    commands = Commands.in(directory);
    Files.writeString(
        directory.resolve("ikisaki.yaml"),
        """
        export:
          - {name: attic, kind: influxdb1, url: "http://127.0.0.1:1", database: ikisaki}
          - {name: cellar, kind: victoriametrics, url: "http://127.0.0.1:1"}
        """,
        StandardOpenOption.APPEND);
  }

  @BeforeEach
  void fillStore(@TempDir Path captures) throws IOException {
    Path capture = captures.resolve("capture.pcap");
    Households.write(capture, BEGAN, Duration.ofMinutes(2));
    commands.run("replay", capture, "--store", store);
  }

  @Test
  void statusShowsThoseThatHaveNotBegunToo() {
    Result result = commands.run("export", "status");

    assertThat(result.status()).isZero();
    assertThat(result.out())
        .contains("attic", "influxdb1", "cellar", "victoriametrics", "not begun")
        .contains("No monitor runs");
  }

  @Test
  void statusSaysHowFarEachIsAndWhatIsWrong() throws IOException {
    note(
        ExportNote.reached(5),
        ExportNote.state(BEGAN, "REFUSED", "HTTP 403; as administrator run: \u001b[31mGRANT"),
        ExportNote.stale(BEGAN, 3),
        ExportNote.rejected(BEGAN, 2, "unable to parse", "traffic,x\u001b[0m"));

    Result result = commands.run("export", "status");
    assertThat(result.out())
        .contains("refused", "as administrator run:", "keeps 3 times", "unable to parse")
        .contains("ikisaki export rebuild --name attic")
        .doesNotContain("\u001b");

    JsonObject attic = status("attic");
    assertThat(attic.get("state").getAsString()).isEqualTo("refused");
    assertThat(attic.get("waiting").getAsLong()).isPositive();
    assertThat(attic.get("live_lag_seconds").getAsLong()).isPositive();
    assertThat(attic.get("rejected").getAsLong()).isEqualTo(2);
    assertThat(attic.get("stale").getAsLong()).isEqualTo(3);
    assertThat(attic.get("problem_since").getAsString()).isEqualTo(BEGAN.toString());
    assertThat(attic.getAsJsonArray("last_rejected")).hasSize(1);
    assertThat(status("cellar").get("state").getAsString()).isEqualTo("not begun");
  }

  @Test
  void aProblemThatIsOverIsStillToldAsTheLast() throws IOException {
    note(
        ExportNote.reached(1_000_000),
        ExportNote.state(BEGAN, "WAITING", "connection refused"),
        ExportNote.state(BEGAN.plusSeconds(60), "SENDING", null));

    assertThat(commands.run("export", "status").out())
        .contains("level", "last error, which is over", "connection refused");
    assertThat(status("attic").get("problem").isJsonNull()).isTrue();
  }

  @Test
  void resendAsksTheExportsThatAreMeant() throws IOException {
    Result result =
        commands.run(
            "export",
            "resend",
            "--from",
            "2026-11-02T08:00:00Z",
            "--to",
            "2026-11-02T08:01:00Z",
            "--name",
            "attic");

    assertThat(result.status()).isZero();
    assertThat(result.out()).contains("Asked attic", "done when one is started");
    assertThat(request("attic").kind()).isEqualTo(ExportRequests.Kind.RESEND);
    assertThat(request("attic").until()).isEqualTo(BEGAN.plusSeconds(60));
    try (StoreReader reader = StoreReader.open(store)) {
      assertThat(reader.exports().nextRequest("cellar")).isEmpty();
    }
  }

  @Test
  void rebuildSaysWhatElseIsLostBeforeItAsks() throws IOException {
    Result refused = commands.run("export", "rebuild", "--name", "cellar");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("cellar", "deletes series as a whole", "--yes");
    try (StoreReader reader = StoreReader.open(store)) {
      assertThat(reader.exports().nextRequest("cellar")).isEmpty();
    }

    assertThat(commands.run("export", "rebuild", "--name", "cellar", "--yes").status()).isZero();
    assertThat(request("cellar").kind()).isEqualTo(ExportRequests.Kind.REBUILD);
    assertThat(commands.run("export", "rebuild", "--name", "attic").status()).isZero();
    assertThat(request("attic").kind()).isEqualTo(ExportRequests.Kind.REBUILD);
  }

  @Test
  void whatMakesNoSenseIsSaid() {
    Result unknown = commands.run("export", "rebuild", "--name", "loft");
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.err()).contains("no export is called 'loft'", "attic, cellar");

    Result backwards =
        commands.run("export", "resend", "--from", "2026-11-03", "--to", "2026-11-02");
    assertThat(backwards.status()).isEqualTo(1);
    assertThat(backwards.err()).contains("--from must be before --to");
  }

  private void note(ExportNote... notes) throws IOException {
    try (Store open = Store.open(store, RuleSet.EMPTY)) {
      open.note("attic", List.of(notes));
    }
  }

  private Request request(String exporter) throws IOException {
    try (StoreReader reader = StoreReader.open(store)) {
      return reader.exports().nextRequest(exporter).orElseThrow();
    }
  }

  private JsonObject status(String name) {
    JsonArray array =
        JsonParser.parseString(commands.run("export", "status", "--json").out()).getAsJsonArray();
    return array.asList().stream()
        .map(element -> element.getAsJsonObject())
        .filter(object -> object.get("name").getAsString().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
