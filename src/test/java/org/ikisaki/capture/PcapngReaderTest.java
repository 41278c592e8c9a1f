package org.ikisaki.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.capture.SavefileFixture.assertCut;
import static org.ikisaki.capture.SavefileFixture.cut;
import static org.ikisaki.capture.SavefileFixture.drain;
import static org.ikisaki.capture.SavefileFixture.open;
import static org.ikisaki.capture.SavefileFixture.read;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import org.ikisaki.capture.FrameSource.Poll;
import org.ikisaki.capture.SavefileFixture.Seen;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.LinkType;
import org.junit.jupiter.api.Test;

class PcapngReaderTest {
  private static final byte[] ONE = {1, 2, 3};
  private static final byte[] TWO = {4, 5, 6, 7, 8};
  private static final long SECOND = 1_000_000_000;

  @Test
  void everyPacketBlockOfBothByteOrdersIsRead() throws IOException {
    for (ByteOrder order : List.of(BIG_ENDIAN, LITTLE_ENDIAN)) {
      SavefileBytes file = new SavefileBytes(order);
      file.section()
          .interfaceDescription(LinkType.ETHERNET, 4, file.body())
          .interfaceDescription(LinkType.RAW)
          .block(0x0bad, file.body().u32(7))
          .enhancedPacket(1, 10_000_005, 1500, TWO)
          .simplePacket(100, TWO)
          .obsoletePacket(0, 11_000_000, 3, ONE);

      Seen seen = read(file);
      assertThat(seen.lengths()).containsExactly(5, 4, 3);
      assertThat(seen.originals()).containsExactly(1500L, 100L, 3L);
      assertThat(seen.times())
          .as("a simple packet has the time of the one before it")
          .containsExactly(10 * SECOND + 5000, 10 * SECOND + 5000, 11 * SECOND);
      assertThat(seen.linkTypes())
          .containsExactly(LinkType.RAW, LinkType.ETHERNET, LinkType.ETHERNET);
    }
  }

  @Test
  void aSimplePacketWithoutSnapshotLimitIsAsLongAsItsBlock() throws IOException {
    SavefileBytes file = new SavefileBytes(BIG_ENDIAN);
    file.section().interfaceDescription(LinkType.RAW).simplePacket(3, ONE).simplePacket(9, TWO);
    assertThat(read(file).lengths()).as("padding included, if it was cut").containsExactly(3, 8);
  }

  @Test
  void eachInterfaceHasItsOwnClock() throws IOException {
    SavefileBytes file = new SavefileBytes(LITTLE_ENDIAN);
    SavefileBytes nanoseconds =
        file.body()
            .option(2, new byte[] {'e', 't', 'h'})
            .option(9, new byte[] {9})
            .option(14, file.body().u64(100).array())
            .option(0, new byte[0])
            .option(9, new byte[] {3});
    file.section()
        .interfaceDescription(LinkType.RAW, 0, nanoseconds)
        .interfaceDescription(LinkType.RAW)
        .enhancedPacket(0, 5, 3, ONE)
        .enhancedPacket(1, 5, 3, ONE);
    assertThat(read(file).times()).containsExactly(100 * SECOND + 5, 5000L);
  }

  @Test
  void eachSectionHasItsOwnByteOrderAndInterfaces() throws IOException {
    SavefileBytes little = new SavefileBytes(LITTLE_ENDIAN);
    little.section().interfaceDescription(LinkType.RAW).enhancedPacket(0, 1, 3, ONE);
    SavefileBytes big = new SavefileBytes(BIG_ENDIAN);
    big.section().interfaceDescription(LinkType.ETHERNET).enhancedPacket(0, 2, 5, TWO);

    Seen seen = read(little.add(big.array()));
    assertThat(seen.linkTypes()).containsExactly(LinkType.RAW, LinkType.ETHERNET);
    assertThat(seen.times()).containsExactly(1000L, 2000L);
  }

  @Test
  void aSectionOfAnotherVersionIsSkipped() throws IOException {
    SavefileBytes file = new SavefileBytes(LITTLE_ENDIAN);
    SavefileBytes newer = file.body().u32(0x1a2b_3c4d).u16(2).u16(0).u64(-1);
    file.section()
        .interfaceDescription(LinkType.RAW)
        .enhancedPacket(0, 1, 3, ONE)
        .block(0x0a0d_0d0a, newer)
        .interfaceDescription(LinkType.RAW)
        .enhancedPacket(0, 1, 3, ONE)
        .section()
        .interfaceDescription(LinkType.RAW)
        .enhancedPacket(0, 1, 5, TWO);

    try (Savefile source = open(file)) {
      assertThat(drain(source).lengths()).containsExactly(3, 5);
      assertThat(source.damage()).contains("at byte 84", "not of version 1");
    }
  }

  @Test
  void packetsOfUndescribedInterfacesAreSkipped() throws IOException {
    SavefileBytes file = new SavefileBytes(LITTLE_ENDIAN);
    file.section()
        .simplePacket(3, ONE)
        .interfaceDescription(LinkType.RAW)
        .enhancedPacket(1, 1, 3, ONE)
        .enhancedPacket(0, 1, 5, TWO);

    try (Savefile source = open(file)) {
      assertThat(drain(source).lengths()).containsExactly(5);
      assertThat(source.damage()).contains("at byte 28", "interface 0", "skipped");
    }
  }

  @Test
  void aPcapngFileCutAnywhereGivesItsWholePackets() throws IOException {
    SavefileBytes file = new SavefileBytes(BIG_ENDIAN);
    file.section();
    int section = file.size();
    file.interfaceDescription(LinkType.RAW);
    int start = file.size();
    file.enhancedPacket(0, 1, 3, ONE);
    int first = file.size();
    file.enhancedPacket(0, 1, 5, TWO);
    int second = file.size();
    file.block(5, file.body().u32(0).u64(0));

    for (int length = 4; length < start; length++) {
      try (Savefile source = open(cut(file.array(), length))) {
        assertThat(drain(source).lengths()).isEmpty();
        assertThat(source.damage() == null).isEqualTo(length == section);
      }
    }
    assertCut(file.array(), List.of(start, first, second));
  }

  @Test
  void impossibleBlocksEndTheFile() throws IOException {
    SavefileBytes start = new SavefileBytes(LITTLE_ENDIAN);
    start.section().interfaceDescription(LinkType.RAW).enhancedPacket(0, 1, 3, ONE);
    SavefileBytes body = start.body();
    List<SavefileBytes> bad =
        List.of(
            body.body().u32(6).u32(8).u64(0),
            body.body().u32(6).u32(0x7fff_ffff).u64(0),
            body.body().u32(0x99).u32(0xffff_fff0L).u64(0),
            body.body().u32(6).u32(36).u64(0).u64(0).u64(0).u32(37),
            body.body().block(6, body.body().u32(0).u64(0).u32(100).u32(100).u64(0)),
            body.body().block(6, body.body().u32(0)),
            body.body().block(3, body.body()),
            body.body().block(1, body.body().u32(0)),
            body.body().block(0x0a0d_0d0a, body.body().u32(0x1234_5678).u64(0).u32(0)));
    for (SavefileBytes block : bad) {
      SavefileBytes file =
          body.body().add(start.array()).add(block.array()).enhancedPacket(0, 1, 3, ONE);
      try (Savefile source = open(file)) {
        assertThat(drain(source).lengths()).containsExactly(3);
        assertThat(source.damage())
            .contains("at byte " + start.size())
            .doesNotContain("Exception", "Error");
        assertThat(source.poll(new Frame())).isEqualTo(Poll.END);
      }
    }
  }

  @Test
  void optionsThatLeaveTheirBlockAreIgnored() throws IOException {
    SavefileBytes file = new SavefileBytes(LITTLE_ENDIAN);
    file.section()
        .interfaceDescription(LinkType.RAW, 0, file.body().u16(9).u16(60_000).u32(9))
        .enhancedPacket(0, 1, 3, ONE);
    assertThat(read(file).times()).containsExactly(1000L);
  }

  @Test
  void blocksLargerThanTheWindowAreSkipped() throws IOException {
    SavefileBytes file = new SavefileBytes(LITTLE_ENDIAN);
    file.section()
        .interfaceDescription(LinkType.RAW)
        .block(4, file.body().add(new byte[3_000_000]))
        .enhancedPacket(0, 1, 3, ONE);
    assertThat(read(file).lengths()).containsExactly(3);
  }
}
