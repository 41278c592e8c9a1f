package org.ikisaki.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.capture.Duplicates.REMEMBERED;
import static org.ikisaki.capture.Duplicates.WINDOW_NANOS;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.ikisaki.wire.Bytes;
import org.ikisaki.wire.EtherType;
import org.ikisaki.wire.IpProtocol;
import org.ikisaki.wire.LinkType;
import org.ikisaki.wire.Packet;
import org.ikisaki.wire.PacketBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DuplicatesTest {
  private static final int VLAN = 0x8100;
  private static final int TTL = 8;
  private static final int CHECKSUM = 10;
  private static final int HOP_LIMIT = 7;

  private final Duplicates duplicates = new Duplicates();

  @Test
  void aCopyWithinTheWindowIsARepeatAndALaterOneIsNot() {
    byte[] packet = ipv4(1);
    assertThat(isRepeat(packet, 0)).isFalse();
    assertThat(isRepeat(packet, WINDOW_NANOS)).isTrue();
    assertThat(isRepeat(packet, WINDOW_NANOS)).as("a third copy").isTrue();
    assertThat(isRepeat(packet, WINDOW_NANOS + 1)).as("sent again").isFalse();
    assertThat(isRepeat(packet, 2 * WINDOW_NANOS)).as("a copy of that").isTrue();
  }

  @Test
  void aCopyWhoseTimeIsEarlierIsARepeatToo() {
    assertThat(isRepeat(ipv4(1), WINDOW_NANOS)).isFalse();
    assertThat(isRepeat(ipv4(1), 0)).isTrue();
    assertThat(isRepeat(ipv4(1), -1)).isFalse();
  }

  @Test
  void linkHeadersAndTagsDoNotMatter() {
    byte[] packet = ipv4(1);
    assertThat(isRepeat(packet, 0)).isFalse();
    Bytes tagged = PacketBytes.ethernet(VLAN, new Bytes().u16(7).u16(EtherType.IPV4).add(packet));
    assertThat(isRepeat(LinkType.ETHERNET, tagged)).isTrue();
    Bytes padded = PacketBytes.ethernet(EtherType.IPV4, new Bytes().add(packet).zeros(18));
    assertThat(isRepeat(LinkType.ETHERNET, padded)).isTrue();
  }

  @Test
  void aPacketCountsOnceBeforeAndAfterTheRouter() {
    byte[] ipv4 = ipv4(1);
    assertThat(isRepeat(ipv4, 0)).isFalse();
    ipv4[TTL]--;
    ipv4[CHECKSUM]++;
    assertThat(isRepeat(ipv4, 0)).isTrue();
    byte[] ipv6 = ipv6(1);
    assertThat(isRepeat(ipv6, 0)).isFalse();
    ipv6[HOP_LIMIT]--;
    assertThat(isRepeat(ipv6, 0)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 6})
  void everyOtherByteOfTheHeadersMatters(int version) {
    byte[] packet = version == 4 ? ipv4(1) : ipv6(1);
    int headers = version == 4 ? 20 + 8 : 40 + 8;
    assertThat(isRepeat(packet, 0)).isFalse();
    for (int i = 0; i < headers + 4; i++) {
      boolean mayChange =
          version == 4
              ? i == TTL || i == CHECKSUM || i == CHECKSUM + 1
              // What these say decides whether it is IP at all, and how long.
              : i == HOP_LIMIT;
      boolean isShape =
          i == 0 || version == 4 && (i == 2 || i == 3) || version == 6 && i >= 4 && i < 7;
      if (!mayChange && !isShape) {
        byte[] other = packet.clone();
        other[i] ^= 1;
        assertThat(isRepeat(other, 0)).as("byte %d", i).isFalse();
      }
    }
  }

  @Test
  void copiesThatWereCutDifferentlyAreAlike() {
    byte[] packet = ipv4(1, 1_000);
    assertThat(isRepeat(packet, packet.length, 0)).isFalse();
    assertThat(isRepeat(packet, 96, 0)).isTrue();
    assertThat(isRepeat(packet, 80, 0)).isTrue();
  }

  @Test
  void aPacketWithoutAWholeWordIsComparedToItsLastByte() {
    assertThat(isRepeat(ipv4(1, 1), 0)).isFalse();
    assertThat(isRepeat(ipv4(1, 1), 0)).isTrue();
    assertThat(isRepeat(ipv4(1, 2), 0)).isFalse();
    byte[] other = ipv4(1, 1);
    other[other.length - 1] = 1;
    assertThat(isRepeat(other, 0)).isFalse();
  }

  @Test
  void exactlySoManyPacketsAreRememberedWhateverTheKeys() {
    for (int round = 0; round < 3; round++) {
      Duplicates fresh = new Duplicates();
      Packet packet = new Packet();
      for (int i = 0; i < REMEMBERED; i++) {
        assertThat(fresh.isRepeat(wrap(packet, ipv4(i)), 0)).isFalse();
      }
      for (int i = 0; i < REMEMBERED; i++) {
        assertThat(fresh.isRepeat(wrap(packet, ipv4(i)), 0)).isTrue();
      }
      assertThat(fresh.isRepeat(wrap(packet, ipv4(REMEMBERED)), 0)).isFalse();
      assertThat(fresh.isRepeat(wrap(packet, ipv4(1)), 0)).isTrue();
      assertThat(fresh.isRepeat(wrap(packet, ipv4(0)), 0)).as("the oldest made room").isFalse();
    }
  }

  @Test
  void lookingAllocatesNothing() {
    Packet packet = wrap(new Packet(), ipv4(1));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int repeats = 0;
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100_000; i++) {
      repeats += duplicates.isRepeat(packet, i * 1_000_000L) ? 1 : 0;
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
    assertThat(repeats).isBetween(80_000, 90_000);
  }

  private boolean isRepeat(byte[] packet, long time) {
    return isRepeat(packet, packet.length, time);
  }

  private boolean isRepeat(byte[] packet, int captured, long time) {
    Packet view = new Packet();
    view.wrap(PacketBytes.frame(LinkType.RAW, new Bytes().add(packet), captured));
    return duplicates.isRepeat(view, time);
  }

  private boolean isRepeat(int linkType, Bytes frame) {
    Packet view = new Packet();
    view.wrap(PacketBytes.frame(linkType, frame));
    return duplicates.isRepeat(view, 0);
  }

  private static Packet wrap(Packet view, byte[] packet) {
    view.wrap(PacketBytes.frame(LinkType.RAW, new Bytes().add(packet)));
    return view;
  }

  private static byte[] ipv4(int number) {
    return ipv4(number, 60);
  }

  private static byte[] ipv4(int number, int payload) {
    return PacketBytes.ipv4(
            28 + payload,
            number,
            0,
            IpProtocol.UDP,
            PacketBytes.udp(50_000, 443, new Bytes().zeros(payload)))
        .array();
  }

  private static byte[] ipv6(int number) {
    return PacketBytes.ipv6(
            IpProtocol.UDP, PacketBytes.udp(50_000, 443, new Bytes().u32(number).zeros(60)))
        .array();
  }
}
