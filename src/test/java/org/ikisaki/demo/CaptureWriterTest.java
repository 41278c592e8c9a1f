package org.ikisaki.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import org.ikisaki.demo.CaptureWriter.Precision;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.LinkType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureWriterTest {
  private static final String HEADER = "00020004 0000000000000000 0000ffff 00000001";

  private final Path directory;

  CaptureWriterTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void writesNanoseconds() throws IOException {
    assertThat(written(Precision.NANOS))
        .isEqualTo(hex("a1b23c4d" + HEADER + "00000002 00030d43 00000003 000005dc 0a0b0c"));
  }

  @Test
  void writesMicroseconds() throws IOException {
    assertThat(written(Precision.MICROS))
        .isEqualTo(hex("a1b2c3d4" + HEADER + "00000002 000000c8 00000003 000005dc 0a0b0c"));
  }

  @Test
  void replacesAFileOnlyOnCommit() throws IOException {
    Path file = Files.writeString(directory.resolve("day.pcap"), "before");

    try (CaptureWriter writer = CaptureWriter.toFile(file, Precision.NANOS)) {
      writer.write(frame());
      assertThat(file).hasContent("before");
      writer.commit();
      assertThat(Files.size(file)).isEqualTo(24 + 16 + 3);
      assertThat(writer.frames()).isEqualTo(1);
    }

    assertThat(directory.toFile().list()).containsExactly("day.pcap");
  }

  @Test
  void leavesNothingBehindWithoutACommit() throws IOException {
    try (CaptureWriter writer =
        CaptureWriter.toFile(directory.resolve("day.pcap"), Precision.NANOS)) {
      writer.write(frame());
    }

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void saysThatTheDirectoryIsMissing() {
    Path file = directory.resolve("missing").resolve("day.pcap");

    assertThatThrownBy(() -> CaptureWriter.toFile(file, Precision.NANOS))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void passesOnThatTheDiskIsFull() throws IOException {
    WritableByteChannel full =
        new WritableByteChannel() {
          @Override
          public int write(ByteBuffer source) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        };

    try (CaptureWriter writer = CaptureWriter.toChannel(full, Precision.NANOS)) {
      writer.write(frame());
      assertThatThrownBy(writer::commit)
          .isInstanceOf(IOException.class)
          .hasMessage("No space left on device");
    }
  }

  private byte[] written(Precision precision) throws IOException {
    Path file = directory.resolve("one.pcap");
    try (CaptureWriter writer = CaptureWriter.toFile(file, precision)) {
      writer.write(frame());
      writer.commit();
    }
    return Files.readAllBytes(file);
  }

  private static Frame frame() {
    Frame frame = new Frame();
    ByteBuffer bytes = ByteBuffer.wrap(hex("ffff0a0b0cffff"));
    frame.set(bytes, 2, 3, 1500, LinkType.ETHERNET, 2_000_200_003L);
    return frame;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
