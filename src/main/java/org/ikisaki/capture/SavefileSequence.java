package org.ikisaki.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.ikisaki.wire.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Savefiles one after the other, as if they were one: what a rotating capture leaves behind.
 * Confined to the capture thread, but for {@link #stop} and {@link #position}.
 */
public final class SavefileSequence implements FrameSource {
  private static final Path STANDARD_INPUT = Path.of("-");

  private final String name;
  private final Deque<Path> waiting;
  private final long size;
  private final List<String> damages = new ArrayList<>();
  private volatile @Nullable Savefile current;
  private volatile boolean stopped;
  private volatile long positionBefore;
  private long finished;

  private SavefileSequence(List<Path> files, Savefile first, long size) {
    this.waiting = new ArrayDeque<>(files.subList(1, files.size()));
    this.current = first;
    this.name = first.name();
    this.size = size;
  }

  /**
   * Opens the first of {@code files} and sees whether the others are there.
   *
   * @param files at least one; {@code -} is standard input
   * @throws IOException naming the file that can't be read or is no capture
   */
  public static SavefileSequence open(List<Path> files) throws IOException {
    long size = 0;
    for (Path file : files) {
      if (file.equals(STANDARD_INPUT)) {
        size = -1;
      } else if (!Files.isReadable(file)) {
        throw new IOException(
            file
                + (Files.exists(file)
                    ? ": not readable for this user"
                    : ": there is no such file"));
      } else if (size >= 0) {
        size = Files.isRegularFile(file) ? size + Files.size(file) : -1;
      }
    }
    return new SavefileSequence(files, open(files.get(0)), size);
  }

  private static Savefile open(Path file) throws IOException {
    return file.equals(STANDARD_INPUT) ? Savefile.standardInput() : Savefile.open(file);
  }

  /** That of the first file. */
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
    Savefile file = current;
    while (file != null && !stopped) {
      Poll poll = file.poll(frame);
      if (poll != Poll.END) {
        return poll;
      }
      file = next(file);
    }
    return Poll.END;
  }

  private @Nullable Savefile next(Savefile ended) throws IOException {
    String damage = ended.damage();
    if (damage != null) {
      damages.add(ended.name() + ": " + damage);
    }
    finished += ended.position();
    positionBefore = finished;
    ended.close();
    Path following = waiting.poll();
    Savefile file = following == null ? null : open(following);
    current = file;
    return file;
  }

  /** What was wrong with the files, by name and in words. To be read once the source has ended. */
  public List<String> damages() {
    return damages;
  }

  /** Bytes read so far, roughly while it is being read. */
  public long position() {
    Savefile file = current;
    return positionBefore + (file == null ? 0 : file.position());
  }

  /** Bytes of all files as they lie there, or -1 if one is a pipe. */
  public long size() {
    return size;
  }

  @Override
  public DropCounts drops() {
    return DropCounts.NONE;
  }

  @Override
  public void stop() {
    stopped = true;
    Savefile file = current;
    if (file != null) {
      file.stop();
    }
  }

  @Override
  public void close() throws IOException {
    Savefile file = current;
    if (file != null) {
      file.close();
    }
  }
}
