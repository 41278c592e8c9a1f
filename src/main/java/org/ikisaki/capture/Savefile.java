package org.ikisaki.capture;

import java.io.Closeable;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import org.ikisaki.wire.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Frames of a file that tcpdump, Wireshark or their kin wrote, or of a pipe from them; compressed
 * with gzip or zstd, perhaps.
 *
 * <p>A file that is cut or corrupt in the middle gives all its whole packets, then END, and {@link
 * #damage} says what was wrong. A pipe is no live source either: a poll waits for its writer, and
 * time is that of its packets alone. Confined to the capture thread, but for {@link #stop}.
 */
public final class Savefile implements FrameSource {
  private static final long UNKNOWN_SIZE = -1;

  private final String name;
  private final long size;
  private final Contents contents;
  private final RecordReader records;
  private volatile boolean stopped;

  private Savefile(String name, long size, Contents contents) throws IOException {
    this.name = name;
    this.size = size;
    this.contents = contents;
    records = recognize(name, contents);
  }

  /**
   * Opens a file, or a named pipe.
   *
   * @throws IOException if it can't be read or is no capture
   */
  public static Savefile open(Path path) throws IOException {
    Path fileName = path.getFileName();
    String name = fileName == null ? path.toString() : fileName.toString();
    if (Files.isDirectory(path)) {
      throw new IOException(path + ": a directory, not a capture file");
    }
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    long size = Files.isRegularFile(path) ? channel.size() : UNKNOWN_SIZE;
    return open(name, size, channel);
  }

  /** Reads standard input; {@link #stop} ends a read that waits for its writer. */
  @SuppressWarnings("resource") // The channel closes its stream, and this source the channel.
  public static Savefile standardInput() throws IOException {
    return of("-", new FileInputStream(FileDescriptor.in).getChannel());
  }

  /**
   * Reads a channel, which is closed with this source. {@link #stop} ends a read that waits if the
   * channel is one whose reads end when it is closed, such as a {@link FileChannel}.
   *
   * @throws IOException if it can't be read or is no capture
   */
  public static Savefile of(String name, ReadableByteChannel channel) throws IOException {
    return open(name, UNKNOWN_SIZE, channel);
  }

  private static Savefile open(String name, long size, ReadableByteChannel channel)
      throws IOException {
    Closeable opened = channel;
    try {
      Contents contents = Contents.of(name, channel);
      opened = contents;
      return new Savefile(name, size, contents);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static RecordReader recognize(String name, Contents contents) throws IOException {
    ChannelWindow window = contents.window();
    if (!window.require(Contents.MAGIC)) {
      String damage = contents.damage();
      throw new EOFException(
          "%s: %s, not a capture file%s"
              .formatted(
                  name,
                  window.available() == 0 ? "empty" : "too short",
                  damage == null ? "" : " (" + damage + ")"));
    }
    int magic = (int) window.u32(0, false);
    if (magic == PcapngReader.SECTION_HEADER) {
      return new PcapngReader(window);
    }
    if (PcapReader.recognizes(magic)) {
      return new PcapReader(window, magic);
    }
    throw new IOException(
        "%s: not a capture file: it begins with %s, neither pcap nor pcapng"
            .formatted(name, HexFormat.of().toHexDigits(magic)));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isLive() {
    return false;
  }

  @Override
  public Poll poll(Frame frame) throws IOException {
    if (stopped) {
      return Poll.END;
    }
    try {
      return records.next(frame) ? Poll.FRAME : Poll.END;
    } catch (ClosedChannelException e) {
      if (stopped) {
        return Poll.END;
      }
      throw e;
    }
  }

  /** Nothing is lost between a file and us; what its writer lost it did not write down. */
  @Override
  public DropCounts drops() {
    return DropCounts.NONE;
  }

  @Override
  public void stop() {
    stopped = true;
    try {
      contents.interrupt();
    } catch (IOException e) {
      // The poll that it was to wake has ended, or ends with the channel's own failure.
    }
  }

  /** What is wrong with the file and where, in words; null as long as nothing is. */
  public @Nullable String damage() {
    String inner = records.damage();
    String outer = contents.damage();
    if (inner == null || !contents.isCompressed()) {
      return outer == null ? inner : outer;
    }
    return (outer == null ? "" : outer + "; ") + "in the decompressed data: " + inner;
  }

  /** Bytes read so far of the file as it lies there, perhaps compressed. */
  public long position() {
    return contents.position();
  }

  /** The file's size when it was opened, or -1 if it is a pipe. */
  public long size() {
    return size;
  }

  @Override
  public void close() throws IOException {
    contents.close();
  }
}
