package org.ikisaki.geo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;

/**
 * The month of the database beside it, in a file of its own, and what that database was when it was
 * written: another one, or none, has no month.
 */
final class MonthStamp {
  private MonthStamp() {}

  /** The month, or an empty text. */
  static String read(Path database) {
    try {
      String[] lines = Files.readString(file(database), US_ASCII).split("\n", -1);
      return lines.length > 1 && lines[1].equals(identity(database)) ? lines[0] : "";
    } catch (IOException e) {
      return "";
    }
  }

  static void write(Path database, YearMonth month) throws IOException {
    Path stamp = file(database);
    Path written = stamp.resolveSibling(stamp.getFileName() + ".tmp");
    Files.writeString(written, month + "\n" + identity(database) + "\n", US_ASCII);
    Disk.replace(written, stamp);
  }

  private static String identity(Path database) throws IOException {
    return Files.size(database) + " bytes of " + Files.getLastModifiedTime(database);
  }

  private static Path file(Path database) {
    return database.resolveSibling(database.getFileName() + ".month");
  }
}
