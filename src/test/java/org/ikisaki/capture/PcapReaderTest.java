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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.ikisaki.capture.FrameSource.Poll;
import org.ikisaki.capture.SavefileFixture.Seen;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.LinkType;
import org.junit.jupiter.api.Test;

class PcapReaderTest {
  private static final byte[] ONE = {1, 2, 3};
  private static final byte[] TWO = {4, 5, 6, 7, 8};
  private static final long SECOND = 1_000_000_000;

  @Test
  void classicFilesOfBothByteOrdersAndResolutionsAreRead() throws IOException {
    for (ByteOrder order : List.of(BIG_ENDIAN, LITTLE_ENDIAN)) {
      assertClassic(
          SavefileBytes.pcap(order, SavefileBytes.MICROSECONDS, LinkType.RAW)
              .record(10, 5, 3, ONE)
              .record(11, 6, 1500, TWO),
          1000);
      assertClassic(
          SavefileBytes.pcap(order, SavefileBytes.NANOSECONDS, LinkType.RAW)
              .record(10, 5, 3, ONE)
              .record(11, 6, 1500, TWO),
          1);
    }
  }

  @Test
  void patchedFilesWithLongerRecordsAreRead() throws IOException {
    byte[] more = new byte[8];
    assertClassic(
        SavefileBytes.pcap(LITTLE_ENDIAN, SavefileBytes.PATCHED, LinkType.RAW)
            .u32(10)
            .u32(5)
            .u32(3)
            .u32(3)
            .add(more)
            .add(ONE)
            .u32(11)
            .u32(6)
            .u32(5)
            .u32(1500)
            .add(more)
            .add(TWO),
        1000);
  }

  @Test
  void secondsAreUnsignedAndFractionsTakenAtTheirWord() throws IOException {
    Seen seen =
        read(
            SavefileBytes.pcap(LITTLE_ENDIAN, SavefileBytes.MICROSECONDS, LinkType.RAW)
                .record(0xffff_ffffL, 1, 3, ONE)
                .record(1, 2_000_000, 3, ONE));
    assertThat(seen.times()).containsExactly(0xffff_ffffL * SECOND + 1000, 3 * SECOND);
  }

  @Test
  void theFrameCheckSequenceBitsAreNoLinkType() throws IOException {
    Seen seen =
        read(
            SavefileBytes.pcap(BIG_ENDIAN, SavefileBytes.MICROSECONDS, 0x4400_0001)
                .record(1, 0, 3, ONE));
    assertThat(seen.linkTypes()).containsExactly(LinkType.ETHERNET);
  }

  @Test
  void aClassicFileCutAnywhereGivesItsWholePackets() throws IOException {
    byte[] whole =
        SavefileBytes.pcap(LITTLE_ENDIAN, SavefileBytes.MICROSECONDS, LinkType.RAW)
            .record(1, 0, 3, ONE)
            .record(2, 0, 5, TWO)
            .array();
    assertCut(whole, List.of(24, 43, 64));
  }

  @Test
  void aFileHeaderThatIsCutHoldsNoPackets() throws IOException {
    byte[] whole = SavefileBytes.pcap(BIG_ENDIAN, SavefileBytes.PATCHED, LinkType.RAW).array();
    for (int length = 4; length < whole.length; length++) {
      try (Savefile source = open(cut(whole, length))) {
        assertThat(drain(source).lengths()).isEmpty();
        assertThat(source.damage()).isEqualTo("cut off within the file header: no packets");
      }
    }
  }

  @Test
  void anImpossibleRecordLengthEndsTheFile() throws IOException {
    for (long length : new long[] {1 << 20, Integer.MAX_VALUE, 0xffff_ffffL}) {
      SavefileBytes file =
          SavefileBytes.pcap(BIG_ENDIAN, SavefileBytes.MICROSECONDS, LinkType.RAW)
              .record(1, 0, 3, ONE)
              .u32(1)
              .u32(0)
              .u32(length)
              .u32(60)
              .add(new byte[1000]);
      try (Savefile source = open(file)) {
        assertThat(drain(source).lengths()).containsExactly(3);
        assertThat(source.damage())
            .contains("packet 2 at byte 43", length + " bytes")
            .doesNotContain("Exception", "Error");
      }
    }
  }

  @Test
  void recordsLongerThanTheWindowAreRead() throws IOException {
    byte[] large = new byte[900_000];
    large[large.length - 1] = 42;
    SavefileBytes file =
        SavefileBytes.pcap(LITTLE_ENDIAN, SavefileBytes.MICROSECONDS, LinkType.RAW);
    file.record(1, 0, 3, ONE).record(1, 0, large.length, large).record(1, 0, 5, TWO);
    try (Savefile source = open(file)) {
      Frame frame = new Frame();
      assertThat(source.poll(frame)).isEqualTo(Poll.FRAME);
      assertThat(source.poll(frame)).isEqualTo(Poll.FRAME);
      assertThat(frame.capturedLength()).isEqualTo(large.length);
      assertThat(frame.buffer().get(frame.offset() + large.length - 1)).isEqualTo((byte) 42);
      assertThat(source.poll(frame)).isEqualTo(Poll.FRAME);
      assertThat(frame.buffer().get(frame.offset())).isEqualTo(TWO[0]);
      assertThat(source.poll(frame)).isEqualTo(Poll.END);
      assertThat(source.damage()).isNull();
    }
  }

  @Test
  void everyByteArrivesThroughManyRefills() throws IOException {
    SavefileBytes file = SavefileBytes.pcap(BIG_ENDIAN, SavefileBytes.MICROSECONDS, LinkType.RAW);
    for (int i = 0; i < 5000; i++) {
      byte[] frame = new byte[i % 700 + 4];
      ByteBuffer.wrap(frame).putInt(frame.length - 4, i);
      file.record(i, 0, frame.length, frame);
    }
    try (Savefile source = open(file)) {
      Frame frame = new Frame();
      for (int i = 0; i < 5000; i++) {
        assertThat(source.poll(frame)).isEqualTo(Poll.FRAME);
        assertThat(frame.timestamp()).isEqualTo(i * SECOND);
        int last = frame.offset() + frame.capturedLength() - 4;
        assertThat(frame.buffer().getInt(last)).isEqualTo(i);
      }
      assertThat(source.poll(frame)).isEqualTo(Poll.END);
      assertThat(source.position()).isEqualTo(file.size());
    }
  }

  private void assertClassic(SavefileBytes file, long nanosPerUnit) throws IOException {
    Seen seen = read(file);
    assertThat(seen.lengths()).containsExactly(3, 5);
    assertThat(seen.originals()).containsExactly(3L, 1500L);
    assertThat(seen.times())
        .containsExactly(10 * SECOND + 5 * nanosPerUnit, 11 * SECOND + 6 * nanosPerUnit);
    assertThat(seen.linkTypes()).containsExactly(LinkType.RAW, LinkType.RAW);
  }
}
