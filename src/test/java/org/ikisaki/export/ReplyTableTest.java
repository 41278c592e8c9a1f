package org.ikisaki.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.ikisaki.export.ExportStatus.State;
import org.ikisaki.export.FakeServer.Answer;
import org.ikisaki.export.FakeServer.Request;
import org.ikisaki.store.ExportNote;
import org.ikisaki.store.ExportView.Rejected;
import org.ikisaki.store.StoreReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer that a server may give to a write, and what becomes of the lines. */
class ReplyTableTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int INTERVALS = 40;
  private static final int LINES_PER_INTERVAL = 7;

  /** Of an hour, whatever the pauses are. */
  private static final int MOST_STEPS = 5_000;

  private final TestClock clock = new TestClock(START.plus(Duration.ofHours(1)));

  /** Lines that the server has, by series and time: a repeat changes nothing. */
  private final Set<String> stored = ConcurrentHashMap.newKeySet();

  private final AtomicInteger writes = new AtomicInteger();
  private TestStore store;

  @BeforeEach
  void openStore(@TempDir Path directory) throws IOException {
    store = new TestStore(directory);
    store.fill(START, INTERVALS);
  }

  @AfterEach
  void closeStore() throws IOException {
    store.close();
  }

  @Test
  void aConnectionThatIsCutAfterTheLinesWereStoredRepeatsThem() throws IOException {
    export(
        (request, n) -> {
          Answer answer = store(request);
          return n < 3 ? Answer.of(0) : answer;
        });

    assertAllStored();
    assertThat(rejected()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"429, 700, 600", "503, 42, 42", "502, 30, 30", "504, 5, 5"})
  void aServerThatIsBusyIsLeftAloneForAsLongAsItAsks(int status, String asked, int seconds)
      throws IOException {
    Answer busy = new Answer(status, Map.of("Retry-After", asked), "busy");
    try (FakeServer server = new FakeServer(r -> writes.getAndIncrement() == 0 ? busy : store(r));
        ExportLoop loop = loop(server)) {
      assertThat(loop.doWork()).isFalse();
      assertThat(loop.status().state()).isEqualTo(State.WAITING);
      assertThat(loop.status().nextTry())
          .isBetween(
              clock.instant().plusSeconds(seconds), clock.instant().plusSeconds(seconds + 1L));
      clock.advance(Duration.ofSeconds(seconds - 1L));
      loop.doWork();
      assertThat(writes).hasValue(1);

      clock.advance(Duration.ofSeconds(2));
      Loops.drain(loop);
    }
    assertAllStored();
  }

  @Test
  void anErrorOfTheServersOwnIsTriedAgain() throws IOException {
    export((request, n) -> n < 4 ? Answer.of(500, "{\"error\":\"timeout\"}") : store(request));

    assertAllStored();
    assertThat(rejected()).isEmpty();
  }

  @Test
  void anErrorOfTheServersOwnAboutRetentionIsNotTriedForEver() throws IOException {
    String message = "unable to write: points beyond retention policy";
    export(
        (request, n) ->
            request.body().contains("dns,")
                ? Answer.of(500, "{\"error\":\"" + message + "\"}")
                : store(request));

    assertAllStoredBut(INTERVALS);
    assertThat(rejected()).hasSize(INTERVALS).allMatch(r -> r.reason().contains(message));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void whatTheUserMustMendIsSaidAndEverythingIsKept(int status) throws IOException {
    try (FakeServer server =
            new FakeServer(
                r ->
                    writes.getAndIncrement() < 3
                        ? Answer.of(status, "{\"message\":\"not so\"}")
                        : store(r));
        ExportLoop loop = loop(server)) {
      for (int i = 0; i < 3; i++) {
        assertThat(loop.doWork()).isFalse();
        assertThat(loop.status().state()).isEqualTo(State.REFUSED);
        assertThat(loop.status().nextTry()).isEqualTo(clock.instant().plusSeconds(60));
        clock.advance(Duration.ofSeconds(60));
      }
      try (StoreReader reader = StoreReader.open(store.file())) {
        assertThat(reader.exports().states())
            .singleElement()
            .matches(state -> "REFUSED".equals(state.state()))
            .extracting(state -> state.problem())
            .asString()
            .contains("HTTP " + status);
      }
      Loops.drain(loop);
    }
    assertAllStored();
    try (StoreReader reader = StoreReader.open(store.file())) {
      assertThat(reader.exports().states())
          .singleElement()
          .matches(state -> state.problem() == null && state.since() == null)
          .matches(state -> state.lastError() != null && state.lastErrorAt() != null);
    }
  }

  @Test
  void whatIsTooMuchIsHalvedAndOneLineThatIsStillTooMuchIsKeptApart() throws IOException {
    export(
        (request, n) -> {
          boolean isHuge =
              request.lines().stream().anyMatch(l -> l.startsWith("latency,") && l.endsWith("00"));
          return request.lines().size() > 16 || isHuge ? Answer.of(413) : store(request);
        });

    int huge = (INTERVALS + 9) / 10;
    assertAllStoredBut(huge);
    assertThat(rejected())
        .hasSize(huge)
        .allMatch(r -> r.line().startsWith("latency,") && r.reason().contains("413"));
  }

  @Test
  void aBadLineIsFoundKeptWithItsReasonAndTheOthersArrive() throws IOException {
    export(
        (request, n) ->
            request.body().contains("dns,")
                ? Answer.of(400, "{\"error\":\"unable to parse: bad\"}")
                : store(request));

    assertAllStoredBut(INTERVALS);
    assertThat(rejected())
        .hasSize(INTERVALS)
        .allMatch(r -> r.lines() == 1 && r.line().startsWith("dns,"))
        .allMatch(r -> r.reason().contains("unable to parse"));
  }

  @Test
  void ofAPartialWriteOnlyWhatWasDroppedIsMissing() throws IOException {
    export(
        (request, n) ->
            n == 0
                ? storeBut(
                    request,
                    List.of(2, 5),
                    422,
                    "failure writing points: partial write: points beyond retention policy"
                        + " dropped=2")
                : store(request));

    assertAllStoredBut(2);
    assertThat(rejected()).singleElement().matches(r -> r.lines() == 2);
    assertThat(writes).hasValue(1);
  }

  @Test
  void ofAPartialWriteThatNamesItsLinesEachIsKept() throws IOException {
    export(
        (request, n) -> {
          storeBut(request, List.of(2, 5), 400, "");
          return Answer.of(
              400,
              """
              {"error":"partial write of line protocol occurred","data":[
                {"original_line":"x","line_number":2,"error_message":"invalid column type"},
                {"original_line":"y","line_number":5,"error_message":"no such thing"}]}""");
        });

    assertAllStoredBut(2);
    assertThat(writes).hasValue(1);
    assertThat(rejected())
        .extracting(Rejected::reason)
        .containsExactly("no such thing", "invalid column type");
    assertThat(rejected()).allMatch(r -> !stored.contains(r.line()));
  }

  @Test
  void theListOfBadLinesIsBoundedAndItsCountIsNot() throws IOException {
    List<ExportNote> notes = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      notes.add(ExportNote.rejected(START, 2, "no", "line " + i));
    }
    store.store().note("test", notes);
    export((request, n) -> store(request));

    try (StoreReader reader = StoreReader.open(store.file())) {
      assertThat(reader.exports().states()).singleElement().matches(s -> s.rejected() == 5_000);
      assertThat(reader.exports().rejected("test", 5_000))
          .hasSize(1_000)
          .first()
          .matches(rejected -> rejected.line().equals("line 2499"));
    }
  }

  /** Says it until all is done, skipping the pauses. */
  private void export(Script script) throws IOException {
    try (FakeServer server =
            new FakeServer(request -> script.answer(request, writes.getAndIncrement()));
        ExportLoop loop = loop(server)) {
      for (int i = 0; i < MOST_STEPS && !isDone(loop); i++) {
        loop.doWork();
        clock.advance(Duration.ofSeconds(61));
      }
      assertThat(isDone(loop)).isTrue();
    }
  }

  private static boolean isDone(ExportLoop loop) {
    return loop.status().state() == State.LEVEL && loop.status().problem() == null;
  }

  private ExportLoop loop(FakeServer server) {
    return Loops.of(
        new Target.Influx2("test", server.url(), "home", "ikisaki", null, Loops.FAST),
        store,
        clock);
  }

  private Answer store(Request request) {
    stored.addAll(request.lines());
    return Answer.of(204);
  }

  private Answer storeBut(Request request, List<Integer> numbers, int status, String message) {
    List<String> lines = request.lines();
    for (int i = 0; i < lines.size(); i++) {
      if (!numbers.contains(i + 1)) {
        stored.add(lines.get(i));
      }
    }
    return Answer.of(status, "{\"message\":\"" + message + "\"}");
  }

  private void assertAllStored() {
    assertAllStoredBut(0);
  }

  private void assertAllStoredBut(int lines) {
    assertThat(stored.stream().filter(line -> !isSum(line)))
        .hasSize(INTERVALS * LINES_PER_INTERVAL - lines);
  }

  private static boolean isSum(String line) {
    return line.contains("_1m,") || line.contains("_1h,");
  }

  private List<Rejected> rejected() throws IOException {
    try (StoreReader reader = StoreReader.open(store.file())) {
      return reader.exports().rejected("test", 5_000);
    }
  }

  /** Answers the n-th write, from 0. */
  private interface Script {
    Answer answer(Request request, int n);
  }
}
