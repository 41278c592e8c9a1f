package org.ikisaki.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.ikisaki.store.Level;
import org.ikisaki.store.StoreReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PointsTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private static final int HOSTS = 50;

  private TestStore store;

  @BeforeEach
  void openStore(@TempDir Path directory) throws IOException {
    store = new TestStore(directory);
  }

  @AfterEach
  void closeStore() throws IOException {
    store.close();
  }

  @Test
  void aTimeBecomesOneLinePerSeries() throws IOException {
    store.fill(TIME, 1);

    assertThat(lines())
        .containsExactly(
            "traffic,category=video,device=02:00:00:00:00:01,sensor=home,service=First"
                + " bytes_down=1000i,bytes_up=100i,flows=1i,packets_down=10i,packets_up=5i"
                + " 1767225600",
            "destination,as_org=Example\\ Net\\ 0,asn=AS64500,country=JP,sensor=home"
                + " bytes_down=1000i,bytes_up=100i,flows=1i,packets_down=10i,packets_up=5i"
                + " 1767225600",
            "host,host=host0.first.test,sensor=home,service=First"
                + " bytes_down=1000i,bytes_up=100i,flows=1i,packets_down=10i,packets_up=5i"
                + " 1767225600",
            "latency,sensor=home,service=First"
                + " handshakes=2i,rtt_local_us=400i,rtt_remote_us=30000i 1767225600",
            "dns,device=02:00:00:00:00:01,rcode=NOERROR,sensor=home answers=1i 1767225600",
            "naming,device=02:00:00:00:00:01,sensor=home"
                + " bytes=1100i,bytes_named=1100i,connections=4i,connections_with_dns=3i"
                + " 1767225600",
            "capture,sensor=home,source=eth0 dropped_by_interface=1i,dropped_by_kernel=1i,duplicates=3i,"
                + "flows_evicted=7i,frame_bytes=150000i,frames=100i,gaps=0i,ip_bytes=140000i,"
                + "ip_packets=95i,not_ip=2i,undecoded=0i,unread=8i 1767225600");
  }

  @Test
  void namesThatBecomeEqualAreAddedUp() throws IOException {
    store.fillHosts(TIME, List.of("a\\.first.test", "a\n.first.test", "a\r.first.test"));

    assertThat(lines())
        .filteredOn(line -> line.startsWith("host,"))
        .singleElement()
        .asString()
        .contains("host=a?.first.test", "bytes_down=3000i");
  }

  @Test
  void aTraceIsALineForEachHop() throws IOException {
    store.trace(TIME.plusSeconds(7), "www.example.com");

    assertThat(lines())
        .containsExactly(
            "hop,as_org=(none),asn=AS0,country=ZZ,origin=home,router=192.0.2.1,sensor=home,"
                + "target=www.example.com,ttl=1 answers=1i,round_trips=1i,rtt_best_us=1500i,"
                + "rtt_us=1500i,sent=3i,traces=1i 1767225600",
            "hop,as_org=Example\\ Net,asn=AS64500,country=JP,origin=home,router=203.0.113.80,"
                + "sensor=home,target=www.example.com,ttl=2 answers=1i,round_trips=1i,"
                + "rtt_best_us=9000i,rtt_us=9000i,sent=1i,traces=1i 1767225600");
  }

  @Test
  void hostsAreBoundedAndEveryByteIsThere() throws IOException {
    int hosts = 1_000;
    store.fillHosts(
        TIME, IntStream.range(0, hosts).mapToObj(i -> "x" + i + ".first.test").toList());

    List<String> lines = lines().stream().filter(line -> line.startsWith("host,")).toList();

    assertThat(lines).hasSize(HOSTS + 1);
    assertThat(lines)
        .filteredOn(line -> line.contains("host=(other)"))
        .singleElement()
        .asString()
        .contains("bytes_down=" + 1_000L * (hosts - HOSTS) + "i");
  }

  @Test
  void everyMeasurementIsWrittenWithItsTagsAndFields() throws IOException {
    store.fill(TIME, 2 * 360);
    store.trace(TIME, "www.example.com");
    List<String> lines = new ArrayList<>();
    try (StoreReader reader = StoreReader.open(store.file())) {
      for (Level level : Measurement.levels()) {
        lines.addAll(new Points("home", HOSTS).at(reader, level, TIME));
      }
    }

    for (Measurement measurement : Measurement.values()) {
      String line =
          lines.stream()
              .filter(l -> l.startsWith(measurement.label() + ","))
              .findFirst()
              .orElseThrow();
      assertThat(measurement.tags()).allSatisfy(tag -> assertThat(line).contains("," + tag + "="));
      assertThat(measurement.fields())
          .allSatisfy(field -> assertThat(line).containsPattern("[ ,]" + field + "=\\d+i"));
    }
  }

  private List<String> lines() throws IOException {
    try (StoreReader reader = StoreReader.open(store.file())) {
      return new Points("home", HOSTS).at(reader, TIME);
    }
  }
}
