package org.ikisaki.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ikisaki.capture.SavefileFixture.cut;
import static org.ikisaki.capture.SavefileFixture.drain;

import com.github.luben.zstd.Zstd;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.ikisaki.capture.FrameSource.Poll;
import org.ikisaki.wire.Bytes;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.LinkType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressedSavefileTest {
  private static final int PACKETS = 200;

  private final Path directory;

  CompressedSavefileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private enum Format {
    GZIP,
    ZSTD;

    byte[] compress(byte[] bytes) throws IOException {
      return this == GZIP ? gzip(bytes) : Zstd.compress(bytes);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFileIsReadAndItsPositionIsThatOfTheCompressedBytes(Format format) throws IOException {
    byte[] compressed = format.compress(capture());
    Path file = Files.write(directory.resolve("home.pcap"), compressed);
    try (Savefile source = Savefile.open(file)) {
      assertThat(source.size()).isEqualTo(compressed.length);
      assertThat(source.position()).isBetween(0L, (long) compressed.length);
      assertThat(drain(source).lengths()).isEqualTo(lengths());
      assertThat(source.damage()).isNull();
      assertThat(source.position()).isEqualTo(compressed.length);
    }
  }

  @ParameterizedTest
  @EnumSource
  void membersAreReadOneAfterTheOther(Format format) throws IOException {
    byte[] capture = capture();
    byte[] members =
        concat(
            format.compress(Arrays.copyOf(capture, 10)),
            format.compress(new byte[0]),
            format.compress(Arrays.copyOfRange(capture, 10, 500)),
            format.compress(Arrays.copyOfRange(capture, 500, capture.length)));
    assertWhole(open(members));
    assertWhole(Savefile.of("-", new Trickle(members)));
  }

  @ParameterizedTest
  @EnumSource
  void cutAnywhereItGivesItsWholePacketsAndSaysSo(Format format) throws IOException {
    byte[] capture = capture();
    byte[] compressed =
        concat(
            format.compress(Arrays.copyOf(capture, 1_000)),
            format.compress(Arrays.copyOfRange(capture, 1_000, 2_000)),
            format.compress(Arrays.copyOfRange(capture, 2_000, capture.length)));
    int opened = 0;
    for (int length = 4; length < compressed.length; length++) {
      try (Savefile source = open(Arrays.copyOf(compressed, length))) {
        opened++;
        List<Integer> lengths = drain(source).lengths();
        assertThat(lengths).isEqualTo(lengths().subList(0, lengths.size()));
        assertThat(source.damage()).as("cut at %d", length).contains("cut off");
      } catch (EOFException e) {
        assertThat(e).hasMessageContaining("not a capture file").hasMessageContaining("cut off");
      }
    }
    assertThat(opened).isGreaterThan(compressed.length / 2);
  }

  @Test
  void aCutMemberCostsNoPacketOfThoseBefore() throws IOException {
    byte[] capture = capture();
    byte[] second = gzip(capture);
    byte[] members = concat(gzip(capture), Arrays.copyOf(second, second.length / 2));
    try (Savefile source = open(members)) {
      assertThat(drain(source).lengths().subList(0, PACKETS)).isEqualTo(lengths());
      assertThat(source.damage()).contains("cut off");
    }
  }

  @ParameterizedTest
  @EnumSource
  void noBitThatFlipsIsAnythingButDamage(Format format) throws IOException {
    byte[] compressed = format.compress(capture());
    Random random = new Random(1);
    int told = 0;
    for (int i = 0; i < 2_000; i++) {
      byte[] flipped = compressed.clone();
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
      try (Savefile source = open(flipped)) {
        assertThat(drain(source).lengths()).hasSizeLessThan(100_000);
        told += source.damage() == null ? 0 : 1;
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith("test.pcap: ");
        told++;
      }
    }
    assertThat(told).isPositive();
  }

  @Test
  void whatGzipSaysOfItselfIsPassedOver() throws IOException {
    byte[] plain = gzip(capture());
    byte[] deflated = Arrays.copyOfRange(plain, 10, plain.length);
    byte[] everyField =
        Bytes.hex(
            "1f8b081f00000000"
                + "00ff"
                + "0300"
                + "010203"
                + "612e706361"
                + "00"
                + "6800"
                + "ffff");
    assertWhole(open(concat(everyField, deflated)));
  }

  @Test
  void zerosAfterGzipAreNoDamageAndAnythingElseIs() throws IOException {
    byte[] gzip = gzip(capture());
    assertWhole(open(concat(gzip, new byte[1_000])));
    try (Savefile source = open(concat(gzip, "tail".getBytes(StandardCharsets.US_ASCII)))) {
      assertThat(drain(source).lengths()).isEqualTo(lengths());
      assertThat(source.damage()).contains("followed by something else");
    }
  }

  @Test
  void aWrongChecksumIsTold() throws IOException {
    byte[] gzip = gzip(capture());
    gzip[gzip.length - 8] ^= 1;
    try (Savefile source = open(gzip)) {
      assertThat(drain(source).lengths()).isEqualTo(lengths());
      assertThat(source.damage()).contains("checksum");
    }
  }

  @Test
  void framesThatZstdSaysToSkipAreSkipped() throws IOException {
    assertWhole(open(concat(Bytes.hex("5e2a4d1803000000ffffff"), Zstd.compress(capture()))));
  }

  @Test
  void zstdThatLooksBackTooFarIsRefusedWithTheRemedy() {
    assertThatThrownBy(() -> open(Bytes.hex("28b52ffd" + "00" + "90" + "010000")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("--long=31");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoCaptureIsRefused(Format format) {
    assertThatThrownBy(() -> open(format.compress(new byte[0])))
        .isInstanceOf(IOException.class)
        .hasMessage("test.pcap: empty, not a capture file");
    assertThatThrownBy(() -> open(format.compress(new byte[100])))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("begins with 00000000");
    assertThatThrownBy(() -> open(format.compress(format.compress(capture()))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("neither pcap nor pcapng");
  }

  @ParameterizedTest
  @EnumSource
  void aBombTakesNoMemory(Format format) throws IOException {
    byte[] zeros = new byte[64 << 20];
    byte[] header =
        SavefileBytes.pcap(BIG_ENDIAN, SavefileBytes.MICROSECONDS, LinkType.ETHERNET).array();
    byte[] bomb = concat(format.compress(header), format.compress(zeros));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Frame frame = new Frame();
    long frames = 0;
    long before = threads.getCurrentThreadAllocatedBytes();
    try (Savefile source = open(bomb)) {
      while (source.poll(frame) == Poll.FRAME) {
        frames++;
      }
      assertThat(source.damage()).isNull();
    }
    assertThat(frames).isEqualTo(zeros.length / 16);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(zeros.length / 16);
  }

  @ParameterizedTest
  @EnumSource
  void stopEndsAPollThatWaits(Format format) throws Exception {
    Pipe pipe = Pipe.open();
    byte[] compressed = format.compress(capture());
    pipe.sink().write(ByteBuffer.wrap(compressed));
    try (Savefile source = Savefile.of("-", pipe.source())) {
      CompletableFuture<Poll> last = new CompletableFuture<>();
      Thread waiting =
          new Thread(
              () -> {
                try {
                  Frame frame = new Frame();
                  Poll poll = Poll.FRAME;
                  while (poll == Poll.FRAME) {
                    poll = source.poll(frame);
                  }
                  last.complete(poll);
                } catch (IOException | RuntimeException e) {
                  last.completeExceptionally(e);
                }
              });
      waiting.start();
      Awaitility.await()
          .until(
              () ->
                  waiting.getState() == Thread.State.RUNNABLE
                      && source.position() == compressed.length);
      source.stop();
      assertThat(last.get(10, TimeUnit.SECONDS)).isEqualTo(Poll.END);
    }
    pipe.sink().close();
  }

  private static void assertWhole(Savefile opened) throws IOException {
    try (Savefile source = opened) {
      assertThat(drain(source).lengths()).isEqualTo(lengths());
      assertThat(source.damage()).isNull();
    }
  }

  private static Savefile open(byte[] bytes) throws IOException {
    return SavefileFixture.open(cut(bytes, bytes.length));
  }

  /** Packets of many lengths, which don't compress well. */
  private static byte[] capture() {
    SavefileBytes file =
        SavefileBytes.pcap(BIG_ENDIAN, SavefileBytes.MICROSECONDS, LinkType.ETHERNET);
    Random random = new Random(7);
    for (int length : lengths()) {
      byte[] frame = new byte[length];
      random.nextBytes(frame);
      file.record(length, 0, length, frame);
    }
    return file.array();
  }

  private static List<Integer> lengths() {
    return IntStream.range(0, PACKETS).map(i -> i % 37).boxed().toList();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** A pipe whose writer is slow. */
  private static final class Trickle implements ReadableByteChannel {
    private final InputStream bytes;

    Trickle(byte[] bytes) {
      this.bytes = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      int next = bytes.read();
      if (next < 0) {
        return -1;
      }
      target.put((byte) next);
      return 1;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
