package org.ikisaki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ikisaki.store.TestRows.START;
import static org.ikisaki.store.TestRows.TV;
import static org.ikisaki.store.TestRows.interval;
import static org.ikisaki.store.TestRows.time;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.stream.IntStream;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaTest {
  private final Path file;

  SchemaTest(@TempDir Path directory) {
    file = directory.resolve("ikisaki.db");
  }

  private static IntStream olderVersions() {
    return IntStream.range(1, Schema.newest());
  }

  @ParameterizedTest
  @MethodSource("olderVersions")
  void anOlderFileIsBroughtUpToDateWithAllItHolds(int version) throws Exception {
    makeFile(version);

    try (Store store = StoreFixture.open(file)) {
      store.add(interval(1).traffic(TV, "a.example.com", 2000).build());
    }

    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.captureTotal(START, time(1)))
          .isEqualTo(new CaptureStats(10, 9000, 8, 8800, 1, 1, 2, 3, 0, 0, 0, 0));
      assertThat(reader.captureTotal(time(1), time(2))).isEqualTo(TestRows.STATS);
      assertThat(reader.total(START, time(1))).isEqualTo(new Counters(1000, 100, 10, 5, 1));
    }
    assertThat(StoreFixture.number(file, "SELECT max(version) FROM migration"))
        .isEqualTo(Schema.newest());
  }

  @ParameterizedTest
  @MethodSource("olderVersions")
  void aReaderOfAnOlderFileSaysHowToBringItUpToDate(int version) throws Exception {
    makeFile(version);

    assertThatThrownBy(() -> StoreReader.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("start this one once");
  }

  /** As an earlier release left it, with one interval of one service. */
  private void makeFile(int version) throws Exception {
    try (Connection connection = Database.at(file).connect()) {
      Schema.migrate(connection, file, version);
      long seconds = START.getEpochSecond();
      Sql.execute(
          connection,
          """
          INSERT INTO source (id, name) VALUES (1, 'eth0');
          INSERT INTO device (id, key) VALUES (1, '02:00:00:00:00:01');
          INSERT INTO service (id, name, category) VALUES (1, 'Example', '');
          """);
      Sql.update(
          connection,
          """
          INSERT INTO capture_stats (time, source, frames, frame_bytes, ip_packets, ip_bytes,
            not_ip, undecoded, dropped_by_kernel, dropped_by_interface)
          VALUES (?, 1, 10, 9000, 8, 8800, 1, 1, 2, 3)""",
          seconds);
      Sql.update(
          connection,
          """
          INSERT INTO endpoint (id, address, network, protocol, port, asn, as_org, country,
            service_id, first_seen, last_seen)
          VALUES (1, x'cb007101', x'cb007100', 6, 443, 0, '', '', 1, ?, ?)""",
          seconds,
          seconds + 3600);
      Sql.update(connection, "INSERT INTO traffic VALUES (?, 1, 1, 1000, 100, 10, 5, 1)", seconds);
    }
  }
}
