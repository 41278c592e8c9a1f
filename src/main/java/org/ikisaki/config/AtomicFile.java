package org.ikisaki.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** Replaces a file as a whole: whoever reads it sees the old content or the new, never a part. */
public final class AtomicFile {
  private AtomicFile() {}

  /**
   * Writes {@code content} to the disk, and then puts it in the file's place. A symbolic link stays
   * one; owner and permissions stay as they were.
   *
   * @throws IOException with a message for the user; the file is as it was then
   */
  public static void replace(Path file, byte[] content) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path temporary = null;
    try {
      temporary = Files.createTempFile(target.getParent(), target.getFileName() + ".", ".tmp");
      write(temporary, content);
      PosixFileAttributeView made =
          Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
      if (made != null) {
        likeBefore(target, made);
      }
      Files.move(
          temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
      throw new IOException(
          "%s: can't be written, and is as it was: %s"
              .formatted(file, reason == null ? e.getClass().getSimpleName() : reason),
          e);
    } finally {
      if (temporary != null) {
        Files.deleteIfExists(temporary);
      }
    }
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  private static void likeBefore(Path target, PosixFileAttributeView made) throws IOException {
    if (!Files.exists(target)) {
      made.setPermissions(PosixFilePermissions.fromString("rw-r--r--"));
      return;
    }
    PosixFileAttributes before = Files.readAttributes(target, PosixFileAttributes.class);
    if (!before.owner().equals(made.getOwner())) {
      made.setOwner(before.owner());
    }
    made.setGroup(before.group());
    made.setPermissions(before.permissions());
  }
}
