package org.ikisaki.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.ikisaki.service.Subject;
import org.ikisaki.store.SeenTargets.Seen;
import org.ikisaki.store.StoreReader.EndpointTotal;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeenTargetsTest {
  private static final List<EndpointTotal> TOTALS =
      List.of(
          total("a.example.com", "203.0.113.0", 443, 100),
          total("a.example.com", "198.51.100.0", 80, 50),
          total(null, "203.0.113.7", 443, 120),
          total("printer.example", "192.168.1.0", 631, 9_000),
          total(null, "10.0.0.9", 443, 9_000),
          total("b.example.com", "2001:db8::", 443, 1));

  @Test
  void hostsGoByNameWhateverTheirPortsAndTheRestByAddress() {
    assertThat(SeenTargets.of(TOTALS, 10))
        .containsExactly(
            new Seen("a.example.com", null, 150),
            new Seen("203.0.113.7", IpAddress.parse("203.0.113.7"), 120),
            new Seen("b.example.com", null, 1));
  }

  @Test
  void theLargestAreKept() {
    assertThat(SeenTargets.of(TOTALS, 1)).extracting(Seen::name).containsExactly("a.example.com");
  }

  private static EndpointTotal total(@Nullable String host, String address, int port, long bytes) {
    return new EndpointTotal(
        new Subject(host, IpAddress.parse(address), 0, "", 6, port, null),
        new Counters(bytes, 0, 1, 0, 1));
  }
}
