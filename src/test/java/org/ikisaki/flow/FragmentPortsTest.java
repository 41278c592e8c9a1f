package org.ikisaki.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.flow.Tap.LAPTOP;
import static org.ikisaki.flow.Tap.LAPTOP_IP;
import static org.ikisaki.flow.Tap.ROUTER;
import static org.ikisaki.flow.Tap.SERVER_IP;
import static org.ikisaki.testing.Frames.ipv4;
import static org.ikisaki.testing.Frames.rest;
import static org.ikisaki.testing.Frames.udp;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FragmentPortsTest {
  private final Tap tap = new Tap();

  @Test
  void laterFragmentsFollowTheirFirst() {
    first(7, 50_000);
    later(7);
    later(7);

    FlowUpdate update = tap.only();
    assertThat(update.localPort()).isEqualTo(50_000);
    assertThat(update.remotePort()).isEqualTo(443);
    assertThat(update.packetsUp()).isEqualTo(3);
    assertThat(update.bytesUp()).isEqualTo(20 + 16 + 2 * (20 + 8));
  }

  @Test
  void aLaterFragmentWithoutItsFirstHasNoPorts() {
    later(7);
    first(8, 50_000);

    assertThat(tap.drain()).extracting(FlowUpdate::localPort).containsExactly(0, 50_000);
  }

  @Test
  void fragmentsThatCameBeforeTheirFirstFollowIt() {
    later(7);
    later(8);
    later(7);
    first(7, 50_000);

    List<FlowUpdate> updates = tap.drain();
    assertThat(updates).extracting(FlowUpdate::localPort).containsExactly(0, 50_000);
    assertThat(updates).extracting(FlowUpdate::packetsUp).containsExactly(1L, 3L);
    assertThat(updates)
        .extracting(FlowUpdate::bytesUp)
        .containsExactly(28L, 20 + 16 + 2 * (20L + 8));
  }

  @Test
  void aFlowOfNothingButStrayFragmentsIsNoneOnceTheirFirstCame() {
    later(7);
    first(7, 50_000);
    assertThat(tap.only().localPort()).isEqualTo(50_000);
    later(9);
    assertThat(tap.only().localPort()).isZero();
  }

  @Test
  void strayFragmentsThatWereToldOfStayWhereTheyAre() {
    later(7);
    assertThat(tap.only().packetsUp()).isEqualTo(1);
    first(7, 50_000);
    assertThat(tap.only().packetsUp()).isEqualTo(1);
  }

  @Test
  void onlyTheLatestStrayFragmentsAreRemembered() {
    for (int id = 1; id <= StrayFragments.CAPACITY + 1; id++) {
      later(id);
    }
    first(1, 50_001);
    first(2, 50_002);
    assertThat(tap.drain())
        .extracting(FlowUpdate::packetsUp)
        .containsExactly((long) StrayFragments.CAPACITY, 1L, 2L);
  }

  @Test
  void identificationsAreOfOnePairOfAddressesAndOneProtocol() {
    first(7, 50_000);
    later(8);
    tap.frame(LAPTOP, ROUTER, ipv4(SERVER_IP, LAPTOP_IP, 7, 8, false, rest(17, 8)));
    tap.frame(ROUTER, LAPTOP, ipv4(LAPTOP_IP, SERVER_IP, 7, 8, false, rest(6, 8)));

    assertThat(tap.drain()).extracting(FlowUpdate::localPort).containsExactly(50_000, 0, 0);
  }

  @Test
  void anIdentificationUsedAgainMeansTheNewerPacket() {
    first(7, 50_000);
    first(7, 50_001);
    later(7);

    assertThat(tap.drain()).extracting(FlowUpdate::packetsUp).containsExactly(1L, 2L);
  }

  @Test
  void afterHalfAMinuteAFirstFragmentIsForgotten() {
    first(7, 50_000);
    tap.later(Duration.ofSeconds(30));
    later(7);
    tap.later(Duration.ofMillis(1));
    later(7);

    assertThat(tap.drain()).extracting(FlowUpdate::packetsUp).containsExactly(2L, 1L);
  }

  @Test
  void theOldestFirstFragmentMakesRoom() {
    for (int id = 0; id <= FragmentPorts.CAPACITY; id++) {
      first(id, 50_000);
    }
    later(0);
    later(1);
    later(FragmentPorts.CAPACITY);

    assertThat(tap.drain())
        .extracting(FlowUpdate::packetsUp)
        .containsExactly(FragmentPorts.CAPACITY + 3L, 1L);
  }

  private void first(int id, int port) {
    tap.frame(ROUTER, LAPTOP, ipv4(LAPTOP_IP, SERVER_IP, id, 0, true, udp(port, 443, 8)));
  }

  private void later(int id) {
    tap.frame(ROUTER, LAPTOP, ipv4(LAPTOP_IP, SERVER_IP, id, 16, false, rest(17, 8)));
  }
}
