package org.ikisaki.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.flow.Tap.LAPTOP;
import static org.ikisaki.flow.Tap.LAPTOP_IP;
import static org.ikisaki.flow.Tap.ROUTER;
import static org.ikisaki.flow.Tap.SERVER_IP;
import static org.ikisaki.testing.Frames.ethernet;
import static org.ikisaki.testing.Frames.ipv4;
import static org.ikisaki.testing.Frames.udp;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlowFloodTest {
  private static final int IP_SOURCE = 14 + 12;
  private static final int IP_DESTINATION = 14 + 16;
  private static final int SOURCE_PORT = 14 + 20;
  private static final int IP_BYTES = 20 + 8 + 12;

  private final byte[] frame =
      ethernet(ROUTER, LAPTOP, ipv4(LAPTOP_IP, SERVER_IP, udp(50_000, 443, 12)));

  @Test
  void ofAMillionFlowsNoByteIsLostAndMemoryStaysBounded() {
    int max = 1_024;
    Tap tap = Tap.ofFlows(max);
    for (int i = 0; i < 1_000_000; i++) {
      toServer(tap, i);
    }

    assertThat(tap.table.size()).isEqualTo(max);
    assertThat(tap.table.evicted()).isEqualTo(1_000_000 - max);
    List<FlowUpdate> updates = tap.drainAll();
    assertThat(updates).hasSize(max + max / 4 + 1);
    assertThat(updates).extracting(FlowUpdate::id).isSorted().doesNotHaveDuplicates();
    assertThat(sum(updates)).isEqualTo(1_000_000L * IP_BYTES);
    assertThat(tap.table.folded()).isEqualTo(1_000_000 - max - max / 4);
    FlowUpdate other = updates.get(updates.size() - 1);
    assertThat(other.isOther()).isTrue();
    assertThat(other.device()).isEqualTo(new DeviceId(LAPTOP));
    assertThat(other.packetsUp()).isEqualTo(tap.table.folded());
    assertThat(updates.subList(0, updates.size() - 1)).noneMatch(FlowUpdate::isOther);
  }

  @Test
  void whatWasToldOfIsToldToHaveEndedHoweverManyComeAfter() {
    Tap tap = Tap.ofFlows(64);
    IntStream.range(0, 64).forEach(i -> toServer(tap, i));
    assertThat(tap.drain()).noneMatch(FlowUpdate::ended);
    IntStream.range(64, 10_000).forEach(i -> toServer(tap, i));

    List<FlowUpdate> updates = tap.drain();
    assertThat(updates.stream().filter(update -> update.id() <= 64))
        .hasSize(64)
        .allMatch(update -> update.ended() && !update.isNew());
    assertThat(updates).hasSizeLessThanOrEqualTo(64 + 64 + 16 + 1);
  }

  @Test
  void theSumsAreOfOneDrainOnly() {
    Tap tap = Tap.ofFlows(4);
    IntStream.range(0, 100).forEach(i -> toServer(tap, i));
    assertThat(tap.drain()).filteredOn(FlowUpdate::isOther).hasSize(1);
    toServer(tap, 100);

    assertThat(tap.drain()).noneMatch(FlowUpdate::isOther);
  }

  @Test
  void eachDeviceHasItsOwnSum() {
    Tap tap = Tap.ofFlows(4);
    IntStream.range(0, 100).forEach(i -> toServer(tap, i));
    ByteBuffer.wrap(frame).putInt(IP_SOURCE, 0xc633_6409);
    IntStream.range(0, 100).forEach(i -> toServer(tap, i));

    assertThat(tap.drainAll())
        .filteredOn(FlowUpdate::isOther)
        .extracting(FlowUpdate::device)
        .containsExactlyInAnyOrder(new DeviceId(LAPTOP), DeviceId.UNKNOWN);
  }

  @Test
  void aConversationOutlivesAScan() {
    Tap tap = Tap.ofFlows(64);
    for (int i = 0; i < 10_000; i++) {
      if (i % 16 == 0) {
        assertThat(tap.up(udp(40_000, 443, 0)).id()).isEqualTo(1);
      }
      toServer(tap, i);
    }
    assertThat(tap.table.evicted()).isEqualTo(10_001 - 64);
  }

  @Test
  void whichFlowMakesRoomNeverDependsOnTheHash() {
    assertThat(idsAfterRandomTraffic()).isEqualTo(idsAfterRandomTraffic());
  }

  @Test
  void aTableOfOneFlowWorks() {
    Tap tap = Tap.ofFlows(1);
    IntStream.range(0, 10).forEach(i -> toServer(tap, i));

    assertThat(sum(tap.drainAll())).isEqualTo(10L * IP_BYTES);
  }

  @Test
  void whatEndsInAFloodBecauseItIsOldIsNotCountedAsEvicted() {
    Tap tap = Tap.ofFlows(4);
    IntStream.range(0, 4).forEach(i -> toServer(tap, i));
    tap.later(Duration.ofSeconds(61));
    IntStream.range(4, 8).forEach(i -> toServer(tap, i));

    assertThat(tap.table.evicted()).isZero();
    assertThat(tap.drainAll()).hasSize(1 + 4 + 1).anyMatch(FlowUpdate::isOther);
  }

  private List<FlowUpdate> idsAfterRandomTraffic() {
    Tap tap = Tap.ofFlows(50);
    Random random = new Random(7);
    List<FlowUpdate> updates = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      toServer(tap, (int) Math.abs(random.nextGaussian() * 60));
      if (i % 1_000 == 0) {
        updates.addAll(tap.later(Duration.ofSeconds(10)).drain());
      }
    }
    updates.addAll(tap.drainAll());
    assertThat(sum(updates)).isEqualTo(20_000L * IP_BYTES);
    return updates;
  }

  /** Flow number {@code n}: another address and port each. */
  private void toServer(Tap tap, int n) {
    ByteBuffer.wrap(frame)
        .putInt(IP_DESTINATION, 0xcb00_7100 | (n & 0xff))
        .putShort(SOURCE_PORT, (short) (n >>> 8));
    tap.frame(frame);
  }

  private static long sum(List<FlowUpdate> updates) {
    return updates.stream().mapToLong(update -> update.bytesUp() + update.bytesDown()).sum();
  }
}
