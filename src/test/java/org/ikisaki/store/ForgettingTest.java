package org.ikisaki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ikisaki.store.TestRows.PHONE;
import static org.ikisaki.store.TestRows.TV;
import static org.ikisaki.store.TestRows.interval;
import static org.ikisaki.store.TestRows.time;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.ikisaki.device.Given;
import org.ikisaki.service.Service;
import org.ikisaki.store.StoreReader.TopBy;
import org.ikisaki.store.StoreReader.TopRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is to be forgotten is nowhere afterwards, and the rest as it was. */
final class ForgettingTest {
  private static final int INTERVALS = 9_000;

  private final Path file;
  private Store store;

  ForgettingTest(@TempDir Path directory) {
    file = directory.resolve("ikisaki.db");
  }

  @BeforeEach
  void writeMoreThanADay() throws IOException {
    store = StoreFixture.open(file);
    for (int i = 0; i < INTERVALS; i += 30) {
      store.add(
          interval(i)
              .address(TV, "192.168.1.9")
              .address(PHONE, "192.168.1.20")
              .traffic(TV, "shared.example.com", 100)
              .traffic(PHONE, "shared.example.com", 1_000)
              .traffic(PHONE, "secret.example.org", 10_000)
              .traffic(PHONE, TestRows.unnamed("203.0.113." + i % 5), 100)
              .answer(PHONE, "secret.example.org", 0, "203.0.113.99")
              .answer(PHONE, "shared.example.com", 0, "203.0.113.98")
              .answer(TV, "shared.example.com", 0, "203.0.113.98")
              .build());
    }
    store.commit();
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @Test
  void noTableKnowsAForgottenDevice() throws Exception {
    List<TopRow> others = top(TopBy.DEVICE).stream().filter(row -> isTv(row)).toList();
    ForgetReport announced = Forgetting.device(file, PHONE.text(), true, rows -> {});
    ForgetReport done = Forgetting.device(file, PHONE.text(), false, rows -> {});

    assertThat(done.rows()).isEqualTo(3L * INTERVALS / 30).isEqualTo(announced.rows());
    assertThat(done.sums()).isPositive().isEqualTo(announced.sums());
    assertThat(done.others()).isGreaterThanOrEqualTo(announced.others());
    assertThat(top(TopBy.DEVICE)).isEqualTo(others).hasSize(1);
    LevelAudit.assertAgreement(file);
    try (Connection connection = Database.at(file).connectReadOnly()) {
      TrafficLog.copy(connection, "traffic", 0, Long.MAX_VALUE);
      List<String> tables = tablesWithADevice(connection);
      tables.add("traffic");
      for (String table : tables) {
        assertThat(
                Sql.number(
                    connection,
                    "SELECT count(*) FROM "
                        + table
                        + " WHERE device NOT IN (SELECT id FROM device)"))
            .as(table)
            .isZero();
      }
      assertThat(
              Sql.list(
                  connection,
                  "SELECT key FROM device WHERE key NOT LIKE '(%'",
                  row -> row.getString(1)))
          .containsExactly(TV.text());
      assertThat(Sql.list(connection, "SELECT host FROM endpoint", row -> row.getString(1)))
          .containsExactly("shared.example.com");
      assertThat(Sql.list(connection, "SELECT name FROM dns_name", row -> row.getString(1)))
          .containsExactly("shared.example.com");
    }
    store.close();
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .doesNotContain("secret.example.org")
        .doesNotContain(PHONE.text());
  }

  @Test
  void whatTheUserSaidOfItAndWhatIsJoinedToItGoToo() throws Exception {
    DeviceEdits.name(file, PHONE.text(), new Given("", "Ann's phone", null, null, "secret note"));
    DeviceEdits.join(file, PHONE.text(), TV.text());
    Forgetting.device(file, "Ann's phone", false, rows -> {});

    assertThat(StoreFixture.number(file, "SELECT count(*) FROM device WHERE key NOT LIKE '(%'"))
        .isZero();
    assertThat(StoreFixture.number(file, "SELECT count(*) FROM device_given")).isZero();
    assertThat(StoreFixture.traffic(file)).isEmpty();
    assertThat(top(TopBy.SERVICE)).isEmpty();
    store.close();
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("secret note");
  }

  @Test
  void aServiceThatAnEndpointHasForOneDeviceGoesWithThatDevicesRowsAlone() throws Exception {
    store.reclassify(
        new Classifier(
            subject ->
                PHONE.text().equals(subject.device())
                    ? new Service("Work", "")
                    : TestRows.BY_DOMAIN.rules().apply(subject),
            Set.of(PHONE.text()),
            Set.of()));
    long shared = StoreFixture.numberOfTraffic(file, "SELECT count(*) FROM traffic") / 4;
    ForgetReport done = Forgetting.service(file, "Work", false, rows -> {});

    assertThat(done.rows()).isEqualTo(3 * shared);
    assertThat(top(TopBy.SERVICE)).extracting(TopRow::key).containsExactly("example.com");
    assertThat(top(TopBy.DEVICE)).hasSize(1).allMatch(ForgettingTest::isTv);
    LevelAudit.assertAgreement(file);
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.evidence("secret.example.org")).isEmpty();
      assertThat(reader.evidence("shared.example.com"))
          .extracting(StoreReader.EvidenceRow::device)
          .containsOnly(TV.text());
    }
  }

  @Test
  void exportersAreToldOfTheTimesThatChanged() throws Exception {
    long sequence = StoreFixture.number(file, "SELECT max(sequence) FROM change_log");
    Forgetting.device(file, "192.168.1.20", false, rows -> {});
    try (StoreReader reader = StoreReader.open(file)) {
      Map<Level, Long> changes =
          reader.exports().after(sequence, 1_000).stream()
              .collect(Collectors.groupingBy(ExportView.Change::level, Collectors.counting()));
      assertThat(changes)
          .containsEntry(Level.TEN_SECONDS, INTERVALS / 30L)
          .containsKeys(Level.MINUTE, Level.HOUR)
          .doesNotContainKey(Level.DAY);
      assertThat(reader.exports().after(sequence, 1_000)).allMatch(ExportView.Change::isCorrection);
    }
  }

  @Test
  void aServiceGoesWithTheNamesOfItsHosts() throws Exception {
    ForgetReport announced = Forgetting.service(file, "example.org", true, rows -> {});
    ForgetReport done = Forgetting.service(file, "example.org", false, rows -> {});

    assertThat(done.rows()).isEqualTo(INTERVALS / 30).isEqualTo(announced.rows());
    assertThat(top(TopBy.SERVICE)).extracting(TopRow::key).doesNotContain("example.org").hasSize(2);
    LevelAudit.assertAgreement(file);
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.evidence("secret.example.org")).isEmpty();
      assertThat(reader.endpoints("secret.example.org")).isEmpty();
      assertThat(reader.evidence("shared.example.com")).isNotEmpty();
    }
    store.close();
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .doesNotContain("secret.example.org");
  }

  @Test
  void whatIsHeardAfterwardsIsNewAndNothingComesBackWithIt() throws Exception {
    Forgetting.device(file, PHONE.text(), false, rows -> {});
    store.add(
        interval(INTERVALS + 500)
            .traffic(PHONE, "shared.example.com", 5)
            .answer(TV, "shared.example.com", 0, "203.0.113.98")
            .build());
    store.close();

    assertThat(top(TopBy.DEVICE)).hasSize(2);
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.evidence("secret.example.org")).isEmpty();
      assertThat(reader.evidence("shared.example.com"))
          .extracting(StoreReader.EvidenceRow::device)
          .containsOnly(TV.text());
    }
    LevelAudit.assertAgreement(file);
  }

  @Test
  void aDryRunChangesNothing() throws Exception {
    List<String> before = StoreFixture.traffic(file);
    Forgetting.device(file, PHONE.text(), true, rows -> {});
    Forgetting.service(file, "example.com", true, rows -> {});
    assertThat(StoreFixture.traffic(file)).isEqualTo(before);
  }

  @Test
  void whoIsNotKnownIsToldWhereToLook() throws IOException {
    store.add(interval(INTERVALS + 1).address(TV, "192.168.1.20").build());
    store.commit();
    assertThatThrownBy(() -> Forgetting.device(file, "02:00:00:00:00:77", false, rows -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ikisaki devices");
    assertThatThrownBy(() -> Forgetting.device(file, "192.168.1.20", false, rows -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("2 devices");
    assertThatThrownBy(() -> Forgetting.service(file, "Nothing", false, rows -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("top --by service");
  }

  private List<TopRow> top(TopBy by) throws IOException {
    try (StoreReader reader = StoreReader.open(file)) {
      return reader.top(by, Instant.EPOCH, time(10 * INTERVALS), 10);
    }
  }

  private static boolean isTv(TopRow row) {
    return row.key().equals(TestRows.TV_LABEL);
  }

  private static List<String> tablesWithADevice(Connection connection) throws Exception {
    return Sql.list(
        connection,
        "SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c ON c.name = 'device'"
            + " WHERE m.type = 'table'",
        row -> row.getString(1));
  }
}
