package org.ikisaki.store;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies a database before it is changed for good. The copy of the time before goes then. */
final class Backup {
  private static final Logger log = LoggerFactory.getLogger(Backup.class);
  private static final String SUFFIX = ".backup-v";

  private Backup() {}

  /** Makes {@code NAME.backup-vVERSION} beside the database: whole, or not at all. */
  static void make(Connection connection, Database database, long version)
      throws SQLException, IOException {
    Path unfinished = database.sibling(".backup-unfinished");
    Files.deleteIfExists(unfinished);
    Sql.update(connection, "VACUUM INTO ?", unfinished.toString());
    try (FileChannel copy = FileChannel.open(unfinished, WRITE)) {
      copy.force(true);
    }
    Path backup = database.sibling(SUFFIX + version);
    Files.move(unfinished, backup, ATOMIC_MOVE);
    String older = database.file().getFileName() + SUFFIX + "*";
    try (DirectoryStream<Path> backups =
        Files.newDirectoryStream(database.file().resolveSibling("."), older)) {
      for (Path other : backups) {
        if (!other.getFileName().equals(backup.getFileName())) {
          Files.delete(other);
        }
      }
    }
    log.info("store {}: copied to {} before it is brought up to date", database.file(), backup);
  }
}
