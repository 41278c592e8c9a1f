package org.ikisaki.store;

import java.time.Instant;
import java.util.List;

/**
 * What prune removed, or would.
 *
 * @param levels the finest first
 * @param traces those from before where hourly rows begin now
 * @param keptForExport ten-second rows that are as old, but wait for an exporter
 * @param fileBytes size of the database file afterwards (or now, on a dry run)
 */
public record PruneReport(
    List<Removed> levels, long traces, long keptForExport, long fileBytesBefore, long fileBytes) {
  public PruneReport {
    levels = List.copyOf(levels);
  }

  /** Of one level, {@code rows} from before {@code before}. */
  public record Removed(Level level, Instant before, long rows) {}

  /** On all levels. */
  public long rows() {
    return levels.stream().mapToLong(Removed::rows).sum();
  }
}
