package org.ikisaki.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.ikisaki.service.Rules;
import org.ikisaki.service.RulesWatcher;
import org.ikisaki.store.StoreReader;
import org.ikisaki.store.StoreReader.TopBy;
import org.ikisaki.store.StoreReader.TopRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Rules that are edited while the monitor runs. */
class HotReloadTest {
  private static final Path BROKEN = Path.of("src/test/resources/org/ikisaki/service/broken");
  private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
  private static final Duration PERIOD = Duration.ofSeconds(2);

  private final Path directory;
  private final Path rules;
  private Instant now = START;

  HotReloadTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    this.rules = Files.writeString(directory.resolve("services.yaml"), naming("First"));
  }

  @Test
  void everyKindOfBrokenFileKeepsTheLastGoodRulesUntilItIsMended() throws IOException {
    RulesWatcher watcher = new RulesWatcher(rules, Rules.NONE, changed -> {});
    Housekeeping chores = new Housekeeping(() -> now);
    chores.add("rules", Duration.ZERO, PERIOD, watcher::checkNow);
    turn(chores, 1);
    int kinds = 0;
    for (Path broken : broken()) {
      String good = "Good" + kinds;
      Files.writeString(rules, naming(good));
      turn(chores, 2);
      Files.write(rules, Files.readAllBytes(broken));
      turn(chores, 2);

      assertThat(watcher.problem())
          .as(broken.toString())
          .matches("(?s)\\Q" + rules + "\\E:[1-9][0-9]*:[1-9][0-9]*: .+");
      assertThat(watcher.rules().rules().get(0).service().name()).isEqualTo(good);

      Files.writeString(rules, naming("Mended" + kinds));
      turn(chores, 2);
      assertThat(watcher.problem()).isNull();
      assertThat(watcher.rules().rules().get(0).service().name()).isEqualTo("Mended" + kinds);
      kinds++;
    }
    assertThat(kinds).isGreaterThanOrEqualTo(20);
  }

  @Test
  void aRunningMonitorKeepsCountingByTheLastGoodRulesAndTakesTheNextOnes() throws Exception {
    Path config = Files.writeString(directory.resolve("ikisaki.yaml"), "store: {commit: 1s}\n");
    Path store = directory.resolve("store.db");
    PipedSource source = new PipedSource();
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger(RulesWatcher.class);
    logger.addAppender(log);
    try (Daemon daemon = Wiring.resident(Settings.read(config), store, List.of(Input.of(source)))) {
      daemon.start();
      source.datagram(START, "192.0.2.1", 100);
      source.datagram(START.plusSeconds(10), "192.0.2.1", 100);
      untilStored(store, "First");

      Files.writeString(rules, "services:\n  Second:\n    networks: [192.0.2.0/24\n");
      await().until(() -> log.list.stream().anyMatch(e -> isRefusal(e.getFormattedMessage())));
      assertThat(log.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .anyMatch(message -> message.startsWith(rules + ":3:"));
      source.datagram(START.plusSeconds(20), "192.0.2.1", 100);
      source.datagram(START.plusSeconds(30), "192.0.2.1", 100);
      await().until(() -> services(store).get(0).counters().packetsUp() == 3);
      assertThat(services(store)).extracting(TopRow::key).containsExactly("First");

      Files.writeString(rules, naming("Second"));
      untilStored(store, "Second");
      source.datagram(START.plusSeconds(40), "192.0.2.1", 100);
    } finally {
      logger.detachAppender(log);
    }
    // What was stored before goes by the new rules too.
    assertThat(services(store)).extracting(TopRow::key).containsExactly("Second");
    assertThat(services(store).get(0).counters().packetsUp()).isEqualTo(5);
  }

  @Test
  void aMonitorStartsWithWrongRulesAndReadsThemOnceTheyAreRight() throws Exception {
    Files.writeString(rules, "services: [\n");
    Path config = Files.writeString(directory.resolve("ikisaki.yaml"), "store: {commit: 1s}\n");
    Path store = directory.resolve("store.db");
    PipedSource source = new PipedSource();
    try (Daemon daemon = Wiring.resident(Settings.read(config), store, List.of(Input.of(source)))) {
      daemon.start();
      source.datagram(START, "192.0.2.1", 100);
      source.datagram(START.plusSeconds(10), "192.0.2.1", 100);
      untilStored(store, "(unnamed)");
      Files.writeString(rules, naming("Mended"));
      untilStored(store, "Mended");
    }
    assertThat(services(store)).extracting(TopRow::key).containsExactly("Mended");
  }

  private void turn(Housekeeping chores, int times) {
    for (int i = 0; i < times; i++) {
      chores.doWork();
      now = now.plus(PERIOD);
    }
  }

  private boolean isRefusal(String message) {
    return message.equals(rules + ": the last good rules stay in force");
  }

  private static void untilStored(Path store, String service) {
    await()
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> services(store).stream().anyMatch(row -> row.key().equals(service)));
  }

  private static List<TopRow> services(Path store) throws IOException {
    try (StoreReader reader = StoreReader.open(store)) {
      return reader.top(TopBy.SERVICE, START, START.plusSeconds(3600), 10);
    }
  }

  private static List<Path> broken() throws IOException {
    try (Stream<Path> files = Files.list(BROKEN)) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private static String naming(String service) {
    return "services:\n  %s:\n    networks: [192.0.2.0/24]\n".formatted(service);
  }
}
