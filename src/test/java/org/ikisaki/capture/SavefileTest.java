package org.ikisaki.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.ikisaki.capture.SavefileFixture.drain;
import static org.ikisaki.capture.SavefileFixture.open;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private final Path directory;

  SavefileTest(@TempDir Path directory) {
    this.directory = directory;
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
      assertThat(drain(source).lengths()).containsExactly(5);
      assertThat(source.position()).isEqualTo(bytes.length);
    }
  }

  @Test
  void whatIsNoCaptureIsRefusedAtOnce() throws IOException {
    assertRefused(new byte[0], "empty");
    assertRefused(new byte[] {1, 2, 3}, "too short");
    assertRefused("{\"log\":".getBytes(StandardCharsets.US_ASCII), "it begins with 7b226c6f");
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
      assertThat(drain(source).lengths()).containsExactly(3);
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

  private static void assertRefused(byte[] bytes, String words) {
    assertThatThrownBy(() -> open(new SavefileBytes(BIG_ENDIAN).add(bytes)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("test.pcap: ")
        .hasMessageContaining(words);
  }
}
