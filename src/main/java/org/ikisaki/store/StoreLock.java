package org.ikisaki.store;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second daemon off the store: SQLite would let both write. The kernel drops the lock when
 * the process ends, however it ends; the file stays, and says who held it last.
 *
 * @param file beside the database
 * @param isNew whether the file was not there before: nobody had a store here
 */
record StoreLock(Path file, FileChannel channel, boolean isNew) implements AutoCloseable {
  private static final int MAX_PID_DIGITS = 20;
  private static final Path LOCKS = Path.of("/proc/locks");
  private static final int LOCK_HOLDER = 4;
  private static final int LOCK_FILE = 5;

  /**
   * Takes the lock.
   *
   * @throws IOException with a message for the user, if another process holds it
   */
  static StoreLock take(Database database) throws IOException {
    Path file = database.sibling(".lock");
    boolean isNew = Files.notExists(file);
    FileChannel channel = open(database, file);
    try {
      FileLock lock = tryLock(channel);
      if (lock == null) {
        throw new IOException(
            "store %s: process %s is using it (it holds %s): stop that one, or set another store.path"
                .formatted(database.file(), holder(channel), file));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(pid().getBytes(StandardCharsets.US_ASCII)), 0);
      return new StoreLock(file, channel, isNew);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * The process that holds the lock, as Linux tells. (Opening the file would not do: to close it
   * again would drop the lock, if this process is the one.)
   */
  static @Nullable Long holder(Database database) throws IOException {
    Path file = database.sibling(".lock");
    if (!Files.exists(file) || !Files.isReadable(LOCKS)) {
      return null;
    }
    String inode = ":" + Files.getAttribute(file, "unix:ino");
    for (String line : Files.readAllLines(LOCKS)) {
      // 1: POSIX  ADVISORY  WRITE 1234 fd:00:5678 0 EOF
      String[] words = line.split(" +", -1);
      if (words.length > LOCK_FILE && words[LOCK_FILE].endsWith(inode)) {
        return Long.valueOf(words[LOCK_HOLDER]);
      }
    }
    return null;
  }

  boolean isHeld() {
    return channel.isOpen();
  }

  /** Leaves no trace, where there turned out to be no store to lock. */
  void discard() throws IOException {
    Files.deleteIfExists(file);
    close();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static FileChannel open(Database database, Path file) throws IOException {
    try {
      return FileChannel.open(file, READ, WRITE, CREATE);
    } catch (FileSystemException e) {
      throw new IOException(
          "store %s: can't make its lock file %s: check that the directory may be written (%s)"
              .formatted(database.file(), file, e.getClass().getSimpleName()),
          e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(MAX_PID_DIGITS);
    channel.read(pid, 0);
    return new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII);
  }

  private static String pid() {
    return Long.toString(ProcessHandle.current().pid());
  }
}
