package org.ikisaki.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.ikisaki.capture.FrameSource.DropCounts;
import org.ikisaki.capture.FrameSource.Poll;
import org.ikisaki.wire.Bytes;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.LinkType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavefileTest {
  private static final byte[] ONE = {1, 2, 3};
  private static final byte[] TWO = {4, 5, 6, 7, 8};
  private static final long SECOND = 1_000_000_000;

  private final Path directory;

  SavefileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  /** What a source gives, in the order of the records. */
  private record Seen(
      List<Integer> lengths, List<Long> originals, List<Long> times, List<Integer> linkTypes) {}

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
    assertThat(seen.times).containsExactly(0xffff_ffffL * SECOND + 1000, 3 * SECOND);
  }

  @Test
  void theFrameCheckSequenceBitsAreNoLinkType() throws IOException {
    Seen seen =
        read(
            SavefileBytes.pcap(BIG_ENDIAN, SavefileBytes.MICROSECONDS, 0x4400_0001)
                .record(1, 0, 3, ONE));
    assertThat(seen.linkTypes).containsExactly(LinkType.ETHERNET);
  }

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
      assertThat(seen.lengths).containsExactly(5, 4, 3);
      assertThat(seen.originals).containsExactly(1500L, 100L, 3L);
      assertThat(seen.times)
          .as("a simple packet has the time of the one before it")
          .containsExactly(10 * SECOND + 5000, 10 * SECOND + 5000, 11 * SECOND);
      assertThat(seen.linkTypes)
          .containsExactly(LinkType.RAW, LinkType.ETHERNET, LinkType.ETHERNET);
    }
  }

  @Test
  void aSimplePacketWithoutSnapshotLimitIsAsLongAsItsBlock() throws IOException {
    SavefileBytes file = new SavefileBytes(BIG_ENDIAN);
    file.section().interfaceDescription(LinkType.RAW).simplePacket(3, ONE).simplePacket(9, TWO);
    assertThat(read(file).lengths).as("padding included, if it was cut").containsExactly(3, 8);
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
    assertThat(read(file).times).containsExactly(100 * SECOND + 5, 5000L);
  }

  @Test
  void eachSectionHasItsOwnByteOrderAndInterfaces() throws IOException {
    SavefileBytes little = new SavefileBytes(LITTLE_ENDIAN);
    little.section().interfaceDescription(LinkType.RAW).enhancedPacket(0, 1, 3, ONE);
    SavefileBytes big = new SavefileBytes(BIG_ENDIAN);
    big.section().interfaceDescription(LinkType.ETHERNET).enhancedPacket(0, 2, 5, TWO);

    Seen seen = read(little.add(big.array()));
    assertThat(seen.linkTypes).containsExactly(LinkType.RAW, LinkType.ETHERNET);
    assertThat(seen.times).containsExactly(1000L, 2000L);
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
      assertThat(drain(source).lengths).containsExactly(3, 5);
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
      assertThat(drain(source).lengths).containsExactly(5);
      assertThat(source.damage()).contains("at byte 28", "interface 0", "skipped");
    }
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
        assertThat(drain(source).lengths).isEmpty();
        assertThat(source.damage() == null).isEqualTo(length == section);
      }
    }
    assertCut(file.array(), List.of(start, first, second));
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
        assertThat(drain(source).lengths).containsExactly(3);
        assertThat(source.damage())
            .contains("packet 2 at byte 43", length + " bytes")
            .doesNotContain("Exception", "Error");
      }
    }
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
        assertThat(drain(source).lengths).containsExactly(3);
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
    assertThat(read(file).times).containsExactly(1000L);
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
  void blocksLargerThanTheWindowAreSkipped() throws IOException {
    SavefileBytes file = new SavefileBytes(LITTLE_ENDIAN);
    file.section()
        .interfaceDescription(LinkType.RAW)
        .block(4, file.body().add(new byte[3_000_000]))
        .enhancedPacket(0, 1, 3, ONE);
    assertThat(read(file).lengths).containsExactly(3);
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

  @Test
  void aFileKnowsItsNameSizeAndPosition() throws IOException {
    byte[] bytes =
        SavefileBytes.pcap(BIG_ENDIAN, SavefileBytes.NANOSECONDS, LinkType.RAW)
            .record(1, 0, 3, ONE)
            .record(1, 0, 5, TWO)
            .array();
    Path file = Files.write(directory.resolve("home.pcap"), bytes);
    try (Savefile source = Savefile.open(file)) {
      assertThat(source.name()).isEqualTo("home.pcap");
      assertThat(source.isLive()).isFalse();
      assertThat(source.drops()).isEqualTo(DropCounts.NONE);
      assertThat(source.size()).isEqualTo(bytes.length);
      assertThat(source.position()).isEqualTo(24);
      source.poll(new Frame());
      assertThat(source.position()).isEqualTo(43);
      assertThat(drain(source).lengths).containsExactly(5);
      assertThat(source.position()).isEqualTo(bytes.length);
    }
  }

  @Test
  void whatIsNoCaptureIsRefusedAtOnce() throws IOException {
    assertRefused(new byte[0], "empty");
    assertRefused(new byte[] {1, 2, 3}, "too short");
    assertRefused("{\"log\":".getBytes(StandardCharsets.US_ASCII), "it begins with 7b226c6f");
    assertRefused(Bytes.hex("1f8b0800"), "compressed with gzip");
    assertRefused(Bytes.hex("28b52ffd"), "compressed with zstd");
    assertRefused(Bytes.hex("fd377a58"), "compressed with xz");
    assertRefused(Bytes.hex("04224d18"), "compressed with lz4");
    assertThatThrownBy(() -> Savefile.open(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a directory");
  }

  @Test
  void aPipeIsReadAsItsWriterWrites() throws Exception {
    Pipe pipe = Pipe.open();
    byte[] bytes =
        SavefileBytes.pcap(BIG_ENDIAN, SavefileBytes.MICROSECONDS, LinkType.RAW)
            .record(1, 0, 3, ONE)
            .array();
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              try (Pipe.SinkChannel sink = pipe.sink()) {
                for (byte b : bytes) {
                  sink.write(ByteBuffer.wrap(new byte[] {b}));
                }
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    try (Savefile source = Savefile.of("-", pipe.source())) {
      assertThat(source.name()).isEqualTo("-");
      assertThat(source.size()).isEqualTo(-1);
      assertThat(source.isLive()).isFalse();
      assertThat(drain(source).lengths).containsExactly(3);
      assertThat(source.damage()).isNull();
    }
    writer.get(10, TimeUnit.SECONDS);
  }

  @Test
  void stopEndsAPollThatWaits() throws Exception {
    Pipe pipe = Pipe.open();
    pipe.sink()
        .write(
            ByteBuffer.wrap(
                SavefileBytes.pcap(BIG_ENDIAN, SavefileBytes.MICROSECONDS, LinkType.RAW).array()));
    try (Savefile source = Savefile.of("-", pipe.source())) {
      CompletableFuture<Poll> poll = new CompletableFuture<>();
      Thread waiting =
          new Thread(
              () -> {
                try {
                  poll.complete(source.poll(new Frame()));
                } catch (IOException | RuntimeException e) {
                  poll.completeExceptionally(e);
                }
              });
      waiting.start();
      await().until(() -> waiting.getState() == Thread.State.RUNNABLE && source.position() == 24);
      source.stop();
      assertThat(poll.get(10, TimeUnit.SECONDS)).isEqualTo(Poll.END);
      assertThat(source.poll(new Frame())).isEqualTo(Poll.END);
      assertThat(source.damage()).isNull();
    }
    pipe.sink().close();
  }

  @Test
  void stopEndsAFileBeforeItsNextPacket() throws IOException {
    SavefileBytes file =
        SavefileBytes.pcap(BIG_ENDIAN, SavefileBytes.MICROSECONDS, LinkType.RAW)
            .record(1, 0, 3, ONE)
            .record(1, 0, 5, TWO);
    try (Savefile source = open(file)) {
      assertThat(source.poll(new Frame())).isEqualTo(Poll.FRAME);
      source.stop();
      source.stop();
      assertThat(source.poll(new Frame())).isEqualTo(Poll.END);
    }
  }

  @Test
  void aSourceThatWasClosedFails() throws IOException {
    byte[] bytes = SavefileBytes.pcap(BIG_ENDIAN, SavefileBytes.MICROSECONDS, LinkType.RAW).array();
    Savefile source = Savefile.open(Files.write(directory.resolve("closed.pcap"), bytes));
    source.close();
    assertThatThrownBy(() -> source.poll(new Frame())).isInstanceOf(ClosedChannelException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 24})
  void aReadFailureIsThrown(int after) {
    byte[] bytes = SavefileBytes.pcap(BIG_ENDIAN, SavefileBytes.MICROSECONDS, LinkType.RAW).array();
    assertThatThrownBy(
            () -> {
              try (Savefile source = Savefile.of("card", new FailingChannel(bytes, after))) {
                source.poll(new Frame());
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("input/output failure");
  }

  private static final class FailingChannel implements ReadableByteChannel {
    private final byte[] bytes;
    private final int after;
    private int given;

    FailingChannel(byte[] bytes, int after) {
      this.bytes = bytes;
      this.after = after;
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
      if (given == after) {
        throw new IOException("input/output failure");
      }
      buffer.put(bytes, given, after - given);
      given = after;
      return after;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private void assertClassic(SavefileBytes file, long nanosPerUnit) throws IOException {
    Seen seen = read(file);
    assertThat(seen.lengths).containsExactly(3, 5);
    assertThat(seen.originals).containsExactly(3L, 1500L);
    assertThat(seen.times)
        .containsExactly(10 * SECOND + 5 * nanosPerUnit, 11 * SECOND + 6 * nanosPerUnit);
    assertThat(seen.linkTypes).containsExactly(LinkType.RAW, LinkType.RAW);
  }

  /** Cuts a file of two packets at each byte; {@code ends} are where a cut does no damage. */
  private void assertCut(byte[] whole, List<Integer> ends) throws IOException {
    for (int length = ends.get(0); length <= whole.length; length++) {
      int packets = length < ends.get(1) ? 0 : length < ends.get(2) ? 1 : 2;
      boolean atEnd = length == whole.length || ends.contains(length);
      try (Savefile source = open(cut(whole, length))) {
        assertThat(drain(source).lengths).as("cut at %d", length).hasSize(packets);
        assertThat(source.damage() == null).as("cut at %d", length).isEqualTo(atEnd);
        if (!atEnd) {
          assertThat(source.damage()).startsWith("cut off").doesNotContain("Exception", "Error");
        }
      }
    }
  }

  private static SavefileBytes cut(byte[] whole, int length) {
    return new SavefileBytes(BIG_ENDIAN).add(Arrays.copyOf(whole, length));
  }

  private static void assertRefused(byte[] bytes, String words) {
    assertThatThrownBy(() -> open(new SavefileBytes(BIG_ENDIAN).add(bytes)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("test.pcap: ")
        .hasMessageContaining(words);
  }

  private static Savefile open(SavefileBytes file) throws IOException {
    return Savefile.of("test.pcap", Channels.newChannel(new ByteArrayInputStream(file.array())));
  }

  private static Seen read(SavefileBytes file) throws IOException {
    try (Savefile source = open(file)) {
      Seen seen = drain(source);
      assertThat(source.damage()).isNull();
      return seen;
    }
  }

  private static Seen drain(Savefile source) throws IOException {
    Seen seen =
        new Seen(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Frame frame = new Frame();
    while (source.poll(frame) == Poll.FRAME) {
      seen.lengths.add(frame.capturedLength());
      seen.originals.add(frame.originalLength());
      seen.times.add(frame.timestamp());
      seen.linkTypes.add(frame.linkType());
    }
    return seen;
  }
}
