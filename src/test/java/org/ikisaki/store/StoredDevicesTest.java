package org.ikisaki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ikisaki.store.StoreFixture.beside;
import static org.ikisaki.store.StoreFixture.corrected;
import static org.ikisaki.store.TestRows.PHONE;
import static org.ikisaki.store.TestRows.START;
import static org.ikisaki.store.TestRows.TV;
import static org.ikisaki.store.TestRows.interval;
import static org.ikisaki.store.TestRows.time;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.ikisaki.device.DeviceSettings;
import org.ikisaki.device.Given;
import org.ikisaki.flow.DeviceId;
import org.ikisaki.naming.ClueKind;
import org.ikisaki.naming.DeviceClue;
import org.ikisaki.naming.Role;
import org.ikisaki.store.StoreReader.TopBy;
import org.ikisaki.store.StoreReader.TopRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What devices are called, how many there may be, and which are new. */
class StoredDevicesTest {
  private static final int INTERVALS_A_DAY = 8_640;
  private static final DeviceId NEWCOMER = new DeviceId("02:00:00:00:00:03");

  private final Path file;

  StoredDevicesTest(@TempDir Path directory) {
    file = directory.resolve("ikisaki.db");
  }

  private void write(TestRows... intervals) throws IOException {
    try (Store store = StoreFixture.open(file)) {
      for (TestRows rows : intervals) {
        store.add(rows.build());
        store.commit();
      }
    }
  }

  private static TestRows traffic(int index, DeviceId device) {
    return interval(index).traffic(device, "a.example.com", 1_000);
  }

  private List<String> top() throws IOException {
    try (StoreReader reader = StoreReader.open(file)) {
      return reader.top(TopBy.DEVICE, Instant.EPOCH, StoreFixture.FOREVER, 5_000).stream()
          .map(TopRow::key)
          .sorted()
          .toList();
    }
  }

  private static Given name(String name) {
    return new Given("", name, null, null, null);
  }

  @Test
  void aDeviceIsCalledByWhatItSaysAlsoAfterARestart() throws Exception {
    write(traffic(0, TV).clue(TV, ClueKind.DHCP, "living-room-tv"));
    write(traffic(1, TV).traffic(PHONE, "b.example.com", 10));
    assertThat(top()).containsExactly("living-room-tv", "private 00:02");
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.interval(time(1)).services())
          .extracting(IntervalPoints.ServicePoint::device)
          .containsExactly("living-room-tv", "private 00:02");
      DeviceRow tv = reader.devices().get(0);
      assertThat(tv.evidence().key()).isEqualTo(TV.text());
      assertThat(tv.evidence().firstSeen()).isEqualTo(START.getEpochSecond());
    }
  }

  @Test
  void thatItIsThereIsWrittenNowAndThen() throws Exception {
    write(traffic(0, TV), traffic(29, TV));
    assertThat(lastSeen()).isEqualTo(START.getEpochSecond());
    write(traffic(30, TV));
    assertThat(lastSeen()).isEqualTo(time(30).getEpochSecond());
  }

  private long lastSeen() throws Exception {
    return StoreFixture.number(file, "SELECT last_seen FROM device WHERE key LIKE '02:%'");
  }

  @Test
  void aNewDeviceIsNewsOnceAndNotOnTheFirstDay() throws Exception {
    try (Store store = StoreFixture.open(file)) {
      store.add(traffic(0, TV).build());
      store.add(traffic(INTERVALS_A_DAY - 1, PHONE).build());
      store.commit();
      assertThat(store.takeNewDevices()).isEmpty();
      TestRows rows = traffic(INTERVALS_A_DAY, NEWCOMER).clue(NEWCOMER, ClueKind.MDNS, "lamp");
      store.add(rows.build());
      store.commit();
      NewDevice expected = new NewDevice(NEWCOMER.text(), "lamp", time(INTERVALS_A_DAY));
      assertThat(store.takeNewDevices()).containsExactly(expected);
      assertThat(store.takeNewDevices()).isEmpty();
    }
    write(traffic(INTERVALS_A_DAY + 1, NEWCOMER), traffic(INTERVALS_A_DAY + 1, TV));
    assertThat(StoreFixture.number(file, "SELECT count(*) FROM event WHERE kind = 'new-device'"))
        .isEqualTo(1);
  }

  @Test
  void aDeviceWithoutAMacAddressIsNoNews() throws Exception {
    write(traffic(0, TV), traffic(INTERVALS_A_DAY, new DeviceId("192.168.7.7")));
    assertThat(StoreFixture.number(file, "SELECT count(*) FROM event")).isZero();
  }

  @Test
  void aCommandNamesItInHistoryAndForgetsIt() throws Exception {
    write(traffic(0, TV).address(TV, "192.168.1.5"), traffic(1, PHONE));
    assertThat(DeviceEdits.name(file, "192.168.1.5", name("Wohnzimmer"))).isEqualTo("Wohnzimmer");
    assertThat(DeviceEdits.name(file, PHONE.text(), name("Wohnzimmer")))
        .isEqualTo("Wohnzimmer (00:02)");
    write(traffic(2, TV).clue(TV, ClueKind.DHCP, "tv"));
    assertThat(top()).containsExactly("Wohnzimmer", "Wohnzimmer (00:02)");
    assertThat(DeviceEdits.unname(file, "wohnzimmer")).isEqualTo("tv");
    assertThat(top()).containsExactly("Wohnzimmer", "tv");
    assertThatThrownBy(() -> DeviceEdits.unname(file, "tv")).hasMessageContaining("no command");
    assertThatThrownBy(() -> DeviceEdits.name(file, "192.168.1.9", name("x")))
        .hasMessageContaining("no such device is known");
  }

  @Test
  void theConfigurationNamesItByEitherAddressAndComesFirst() throws Exception {
    write(traffic(0, TV).address(TV, "192.168.1.5").clue(TV, ClueKind.DHCP, "tv"));
    DeviceEdits.name(file, "tv", name("told"));
    DeviceSettings settings =
        new DeviceSettings(List.of(new Given("192.168.1.5", "configured", null, null, null)));
    DeviceClue monitor = DeviceClue.of(PHONE.text(), Role.MONITOR);
    try (Store store = StoreFixture.open(file)) {
      store.configureDevices(settings, List.of(monitor), time(1));
    }
    assertThat(top()).containsExactly("configured");
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.namedDevices()).containsExactly(TV.text());
      assertThat(reader.devices().get(1).evidence().has(Role.MONITOR)).isTrue();
    }
    try (Store store = StoreFixture.open(file)) {
      store.configureDevices(DeviceSettings.NONE, List.of(), time(2));
    }
    assertThat(top()).containsExactly("told");
  }

  @Test
  void twoThatAreJoinedAreOneUntilTheyAreParted() throws Exception {
    write(
        traffic(0, TV).clue(TV, ClueKind.DHCP, "anna"),
        traffic(1, PHONE).clue(PHONE, ClueKind.DHCP, "anna"));
    assertThat(top()).containsExactly("anna", "anna (00:02)");
    assertThat(DeviceEdits.join(file, "anna", PHONE.text())).isEqualTo("anna");
    write(traffic(2, PHONE));
    assertThat(top()).containsExactly("anna");
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.devices()).hasSize(1);
      assertThat(reader.devices().get(0).joined()).containsExactly(PHONE.text());
      assertThat(reader.deviceTraffic(Instant.EPOCH, StoreFixture.FOREVER).get(TV.text()))
          .extracting(Counters::bytesDown)
          .isEqualTo(3_000L);
    }
    assertThatThrownBy(() -> DeviceEdits.join(file, TV.text(), PHONE.text()))
        .hasMessageContaining("one device already");
    assertThatThrownBy(() -> DeviceEdits.part(file, TV.text()))
        .hasMessageContaining("joined to no other");
    assertThat(DeviceEdits.part(file, PHONE.text())).isEqualTo("anna (00:02)");
    assertThat(top()).containsExactly("anna", "anna (00:02)");
  }

  @Test
  void anotherNameHasExportersReadItsTimesAgain() throws Exception {
    write(traffic(0, TV), traffic(1, PHONE), interval(2), traffic(3, TV), traffic(40, TV));
    DeviceEdits.name(file, TV.text(), name("tv"));
    List<Instant> before = changes();
    assertThat(before).containsExactly(time(0), time(1), time(2), time(3), time(40));
    try (Store store = StoreFixture.open(file)) {
      store.saveCursor("influx", 5);
    }
    DeviceEdits.name(file, TV.text(), name("telly"));
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.exports().after(5, 100))
          .containsExactly(
              corrected(6, time(0)),
              beside(7, time(1)),
              beside(8, time(2)),
              corrected(9, time(3)),
              corrected(10, time(40)));
    }
  }

  private List<Instant> changes() throws IOException {
    try (StoreReader reader = StoreReader.open(file)) {
      return reader.exports().after(0, 100).stream().map(ExportView.Change::time).toList();
    }
  }

  @Test
  void madeUpAddressesAreOneDeviceBeyondTheBoundAndNeverPushANamedOneOut() throws Exception {
    write(traffic(0, TV));
    DeviceEdits.name(file, TV.text(), name("tv"));
    int devices = 3_000;
    try (Store store = StoreFixture.open(file)) {
      for (int i = 0; i < devices; i += 100) {
        TestRows rows = interval(1 + i);
        for (int k = i; k < i + 100; k++) {
          rows.traffic(
              new DeviceId("02:01:00:00:%02x:%02x".formatted(k >> 8, k & 0xff)), "a.example", 10);
        }
        store.add(rows.build());
      }
      store.commit();
    }
    assertThat(top()).hasSize(DeviceIds.MAX + 1).contains("tv", "(overflow)");
    assertThat(StoreFixture.total(file).bytesDown()).isEqualTo(1_000 + 10L * devices);

    write(traffic(2 * INTERVALS_A_DAY, NEWCOMER));
    assertThat(top()).containsExactly("(overflow)", "private 00:03", "tv");
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.foldedDevices()).isEqualTo(DeviceIds.MAX - 1);
    }
    assertThat(StoreFixture.total(file).bytesDown()).isEqualTo(2_000 + 10L * devices);
  }

  @Test
  void whoSaysSomethingElseAllTheTimeIsHeardSixteenTimesADay() throws Exception {
    try (Store store = StoreFixture.open(file)) {
      for (int i = 0; i < 100; i++) {
        store.add(interval(i).clue(TV, ClueKind.DHCP, "name-" + i).build());
      }
      store.add(interval(INTERVALS_A_DAY + 100).clue(TV, ClueKind.DHCP, "later").build());
    }
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.devices().get(0).evidence().clues())
          .hasSize(16)
          .anyMatch(clue -> clue.value().equals("later"))
          .noneMatch(clue -> clue.value().equals("name-0"));
    }
  }

  @Test
  void aClueOfSomebodyWhoIsNotThereIsNone() throws Exception {
    try (Store store = StoreFixture.open(file)) {
      store.add(interval(0).seen(TV).address(TV, "192.168.1.1").build());
      store.configureDevices(DeviceSettings.NONE, List.of(), time(0));
      store.add(
          interval(1)
              .said(DeviceClue.of("203.0.113.53", Role.DNS_SERVER))
              .said(DeviceClue.of("192.168.1.1", Role.DNS_SERVER))
              .said(new DeviceClue("02:00:00:00:77:77", ClueKind.DHCP, "ghost"))
              .build());
    }
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.devices()).extracting(DeviceRow::label).containsExactly("private 00:01");
      assertThat(reader.devices().get(0).evidence().has(Role.DNS_SERVER)).isTrue();
    }
  }

  @Test
  void whoIsInASumOfLongAgoIsStillKnown() throws Exception {
    write(traffic(0, TV));
    int later = 100 * INTERVALS_A_DAY;
    write(traffic(later, NEWCOMER));
    Pruning.byAge(file, Retention.DEFAULTS, time(later), Duration.ZERO, false, rows -> {});
    assertThat(StoreFixture.numberOfTraffic(file, "SELECT count(*) FROM traffic")).isEqualTo(1);
    assertThat(top()).containsExactly("private 00:01", "private 00:03");
  }

  @Test
  void pruningRemovesWhoLeftNothing() throws Exception {
    write(traffic(0, TV), traffic(1, PHONE).address(PHONE, "192.168.1.6"), traffic(2, NEWCOMER));
    DeviceEdits.name(file, PHONE.text(), name("phone"));
    int later = 100 * INTERVALS_A_DAY;
    write(traffic(later, NEWCOMER));
    StoreFixture.prune(file, time(later).minus(Duration.ofDays(1)));
    try (StoreReader reader = StoreReader.open(file)) {
      assertThat(reader.devices())
          .extracting(DeviceRow::label)
          .containsExactly("phone", "private 00:03");
    }
  }
}
