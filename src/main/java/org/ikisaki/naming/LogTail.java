package org.ikisaki.naming;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows a file to which lines are added. Begins at its end; one that was replaced is read to its
 * end first and the new one from its beginning, and one that was cut is read from its beginning.
 * Confined to one thread.
 */
final class LogTail implements Closeable {
  /** Longer lines are passed over. */
  static final int MAX_LINE = 65_536;

  /** What one look reads at most, so that a flood of lines can't keep its thread. */
  private static final int MAX_BYTES_PER_LOOK = 4 << 20;

  private static final int BUFFER = 65_536;

  private final Path file;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private final byte[] line = new byte[MAX_LINE];
  private int length;
  private boolean isTooLong;
  private long tooLong;
  private @Nullable FileChannel channel;
  private @Nullable Object key;
  private boolean hasBegun;

  LogTail(Path file) {
    this.file = file;
  }

  /**
   * Hands over the lines that are new, as Latin-1, without their ends.
   *
   * @throws IOException if the file is not there or can't be read; a later look may succeed
   */
  void look(Consumer<String> lines) throws IOException {
    if (channel == null) {
      open(hasBegun);
    }
    FileChannel open = Objects.requireNonNull(channel);
    if (open.size() < open.position()) {
      open.position(0);
      forgetLine();
    }
    read(open, lines);
    if (open.position() >= open.size() && isReplaced()) {
      close();
    }
  }

  /** Lines since the last call that were too long. */
  long takeTooLong() {
    long taken = tooLong;
    tooLong = 0;
    return taken;
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
    forgetLine();
  }

  private void open(boolean fromBeginning) throws IOException {
    // What does not exist yet will be all new.
    hasBegun |= Files.notExists(file);
    FileChannel opened = FileChannel.open(file, StandardOpenOption.READ);
    channel = opened;
    key = key();
    if (!fromBeginning) {
      opened.position(opened.size());
    }
    hasBegun = true;
  }

  /** Whether another file goes by the name now; while there is none, the old one may go on. */
  private boolean isReplaced() throws IOException {
    try {
      return !Objects.equals(key, key());
    } catch (NoSuchFileException betweenTwoFiles) {
      return false;
    }
  }

  private @Nullable Object key() throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private void read(FileChannel open, Consumer<String> lines) throws IOException {
    int read = 0;
    while (read < MAX_BYTES_PER_LOOK) {
      buffer.clear();
      int got = open.read(buffer);
      if (got <= 0) {
        return;
      }
      read += got;
      buffer.flip();
      while (buffer.hasRemaining()) {
        add(buffer.get(), lines);
      }
    }
  }

  private void add(byte b, Consumer<String> lines) {
    if (b == '\n') {
      if (isTooLong) {
        tooLong++;
      } else {
        lines.accept(new String(line, 0, length, ISO_8859_1));
      }
      forgetLine();
    } else if (length == MAX_LINE) {
      isTooLong = true;
    } else {
      line[length++] = b;
    }
  }

  private void forgetLine() {
    length = 0;
    isTooLong = false;
  }
}
