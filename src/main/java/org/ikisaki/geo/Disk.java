package org.ikisaki.geo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that take another's place whole or not at all. */
final class Disk {
  private Disk() {}

  /** A file could not be written. */
  static final class Full extends IOException {
    Full(Path file, IOException cause) {
      super(
          file + ": can't be written: " + cause.getMessage() + "; is there room on the disk?",
          cause);
    }
  }

  static void write(OutputStream out, byte[] block, int length, Path file) throws Full {
    try {
      out.write(block, 0, length);
    } catch (IOException e) {
      throw new Full(file, e);
    }
  }

  /** Puts {@code file}, once it is safe on the disk, in the place of {@code target}. */
  static void replace(Path file, Path target) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
