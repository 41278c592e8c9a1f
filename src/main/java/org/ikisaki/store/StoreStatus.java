package org.ikisaki.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a store stands.
 *
 * @param fileBytes size of the database file
 * @param logBytes size of the write-ahead log beside it
 * @param diskFreeBytes what the file system has left for it
 * @param writable whether its directory may be written by who asks
 * @param process that has it open for writing, if there is one
 * @param newest when the newest interval began, null if there is none
 * @param yearBytes what the file will have after a year at the rate of now; 0 while too little is
 *     known
 * @param levels the finest first
 */
public record StoreStatus(
    Path file,
    long fileBytes,
    long logBytes,
    long diskFreeBytes,
    boolean writable,
    @Nullable Long process,
    @Nullable Instant newest,
    long yearBytes,
    List<LevelStatus> levels,
    List<ExporterStatus> exporters) {
  public StoreStatus {
    levels = List.copyOf(levels);
    exporters = List.copyOf(exporters);
  }

  /**
   * What there is of a level.
   *
   * @param rows of traffic
   * @param bytes that they take, about
   * @param from when the oldest begins, null if there are none
   * @param to when the newest ends
   */
  public record LevelStatus(
      Level level, long rows, long bytes, @Nullable Instant from, @Nullable Instant to) {}

  /**
   * What waits for an exporter.
   *
   * @param changes intervals to be sent, new or corrected
   * @param oldest of them, null if there is none
   */
  public record ExporterStatus(String name, long changes, @Nullable Instant oldest) {}
}
