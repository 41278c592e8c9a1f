package org.ikisaki.demo;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.LinkType;
import org.jspecify.annotations.Nullable;

/**
 * Writes Ethernet frames as a pcap savefile that other tools can open. Confined to one thread.
 *
 * <p>A file appears under its name only when {@link #commit} has put all of it there; closed
 * without, nothing is left behind.
 *
 * <pre>
 * file header                                  each frame
 *  0 magic number   4 version 2.4               0 seconds         4 fraction of the second
 *  8 reserved      16 snapshot length           8 captured length 12 original length
 * 20 link type                                 16 its captured bytes
 * </pre>
 */
public final class CaptureWriter implements Closeable {
  private static final int SNAPSHOT_LENGTH = 65_535;
  private static final int RECORD_HEADER = 16;
  private static final int BUFFER = 1 << 17;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final WritableByteChannel channel;
  private final Precision precision;
  private final @Nullable Path temporary;
  private final @Nullable Path target;
  private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER);
  private long frames;

  private CaptureWriter(
      WritableByteChannel channel,
      Precision precision,
      @Nullable Path temporary,
      @Nullable Path target) {
    this.channel = channel;
    this.precision = precision;
    this.temporary = temporary;
    this.target = target;
    out.putInt(precision.magic).putShort((short) 2).putShort((short) 4);
    out.putInt(0).putInt(0).putInt(SNAPSHOT_LENGTH).putInt(LinkType.ETHERNET);
  }

  /** What a savefile's time stamps resolve. */
  public enum Precision {
    MICROS(0xa1b2_c3d4, 1000),
    NANOS(0xa1b2_3c4d, 1);

    private final int magic;
    private final int nanos;

    Precision(int magic, int nanos) {
      this.magic = magic;
      this.nanos = nanos;
    }
  }

  /** Begins a savefile that replaces {@code file}, if there is one, when it is committed. */
  public static CaptureWriter toFile(Path file, Precision precision) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path temporary = absolute.resolveSibling("." + absolute.getFileName() + ".part");
    FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    return new CaptureWriter(channel, precision, temporary, absolute);
  }

  /** Begins a savefile on a channel, which is closed with the writer. */
  public static CaptureWriter toChannel(WritableByteChannel channel, Precision precision) {
    return new CaptureWriter(channel, precision, null, null);
  }

  public void write(Frame frame) throws IOException {
    int length = frame.capturedLength();
    if (out.remaining() < RECORD_HEADER + length) {
      flush();
    }
    long time = frame.timestamp();
    out.putInt((int) (time / NANOS_PER_SECOND));
    out.putInt((int) (time % NANOS_PER_SECOND / precision.nanos));
    out.putInt(length);
    out.putInt((int) frame.originalLength());
    out.put(out.position(), frame.buffer(), frame.offset(), length);
    out.position(out.position() + length);
    frames++;
  }

  public long frames() {
    return frames;
  }

  /** Writes out what is left, and puts the file in its place. */
  public void commit() throws IOException {
    flush();
    if (channel instanceof FileChannel file && temporary != null && target != null) {
      file.force(true);
      file.close();
      Files.move(
          temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private void flush() throws IOException {
    out.flip();
    while (out.hasRemaining()) {
      channel.write(out);
    }
    out.clear();
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (temporary != null) {
      Files.deleteIfExists(temporary);
    }
  }
}
