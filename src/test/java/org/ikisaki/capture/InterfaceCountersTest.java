package org.ikisaki.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterfaceCountersTest {
  private final Path interfaces;

  InterfaceCountersTest(@TempDir Path interfaces) {
    this.interfaces = interfaces;
  }

  @Test
  void whatWasLostBeforeDoesNotCount() throws IOException {
    set(1_000, 10);
    InterfaceCounters counters = new InterfaceCounters(interfaces, "eth0");
    assertThat(counters.losses()).isZero();
    set(1_005, 11);
    assertThat(counters.losses()).isEqualTo(6);
    set(1_005, 12);
    assertThat(counters.losses()).isEqualTo(7);
  }

  @Test
  void countersThatBeginAgainAddUp() throws IOException {
    set(1_000, 0);
    InterfaceCounters counters = new InterfaceCounters(interfaces, "eth0");
    set(1_003, 0);
    assertThat(counters.losses()).isEqualTo(3);
    set(2, 0);
    assertThat(counters.losses()).isEqualTo(5);
    set(4, 0);
    assertThat(counters.losses()).isEqualTo(7);
  }

  @Test
  void anInterfaceWithoutCountersLosesNothing() throws IOException {
    InterfaceCounters counters = new InterfaceCounters(interfaces, "eth0");
    assertThat(counters.losses()).isZero();
    set(3, 0);
    Files.writeString(statistics().resolve("rx_fifo_errors"), "none\n");
    assertThat(counters.losses()).isZero();
  }

  private void set(long missed, long overruns) throws IOException {
    Files.createDirectories(statistics());
    Files.writeString(statistics().resolve("rx_missed_errors"), missed + "\n");
    Files.writeString(statistics().resolve("rx_fifo_errors"), overruns + "\n");
  }

  private Path statistics() {
    return interfaces.resolve("eth0").resolve("statistics");
  }
}
