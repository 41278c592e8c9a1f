package org.ikisaki.store;

import static java.util.Map.Entry.comparingByKey;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.store.Batch.Evidence;
import org.ikisaki.store.Batch.EvidenceKey;

/**
 * Writes name evidence: what is new at once, how often and when it was seen again once an hour.
 * Such rows lie all over the file, so writing each repeat would write most of what an SD card has
 * to take. A crash costs counts, no name. Confined to {@link Writer}, and used inside of its
 * transactions.
 */
final class EvidenceRows {
  /** How long after it was last seen. */
  static final Duration KEPT = Duration.ofDays(30);

  private static final long FLUSH_SECONDS = 3_600;
  private static final int CAPACITY = 20_000;

  /** Rows next to each other on the disk are written one after the other. */
  private static final Comparator<EvidenceKey> ON_DISK =
      Comparator.comparing(EvidenceKey::host)
          .thenComparing(EvidenceKey::client)
          .thenComparing(EvidenceKey::address);

  private final Dimensions dimensions;
  private final PreparedStatement select;
  private final PreparedStatement insert;
  private final PreparedStatement repeat;

  /** What was seen again since it was written. */
  private final Map<EvidenceKey, Evidence> repeats = new HashMap<>();

  private long nextFlush = Long.MIN_VALUE;

  EvidenceRows(Connection connection, Dimensions dimensions) throws SQLException {
    this.dimensions = dimensions;
    select =
        connection.prepareStatement(
            """
            SELECT 1 FROM name_evidence
            WHERE host = ? AND device = ? AND address = ? AND source = ?""");
    insert =
        connection.prepareStatement(
            """
            INSERT INTO name_evidence VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET
              first_seen = min(first_seen, excluded.first_seen),
              last_seen = max(last_seen, excluded.last_seen),
              count = count + excluded.count""");
    // What was forgotten meanwhile stays forgotten.
    repeat =
        connection.prepareStatement(
            """
            UPDATE name_evidence SET
              first_seen = min(first_seen, ?5), last_seen = max(last_seen, ?6), count = count + ?7
            WHERE host = ?1 AND device = (SELECT id FROM device WHERE key = ?2)
              AND address = ?3 AND source = ?4""");
  }

  void write(Batch batch) throws SQLException {
    if (batch.time() >= nextFlush || repeats.size() > CAPACITY) {
      flush();
      nextFlush = batch.time() + FLUSH_SECONDS;
    }
    for (Map.Entry<EvidenceKey, Evidence> row : batch.evidence().entrySet()) {
      if (repeats.containsKey(row.getKey()) || isStored(row.getKey())) {
        repeats.merge(row.getKey(), row.getValue(), Evidence::plus);
      } else {
        insert(row.getKey(), row.getValue());
      }
    }
  }

  /** Writes the repeats. */
  void flush() throws SQLException {
    List<Map.Entry<EvidenceKey, Evidence>> rows =
        repeats.entrySet().stream().sorted(comparingByKey(ON_DISK)).toList();
    for (Map.Entry<EvidenceKey, Evidence> row : rows) {
      EvidenceKey key = row.getKey();
      Evidence seen = row.getValue();
      Sql.update(
          repeat,
          key.host(),
          key.client(),
          key.address().toBytes(),
          key.source().label(),
          seen.first(),
          seen.last(),
          seen.count());
    }
    repeats.clear();
  }

  private boolean isStored(EvidenceKey key) throws SQLException {
    Sql.bind(
        select,
        key.host(),
        dimensions.device(key.client()),
        key.address().toBytes(),
        key.source().label());
    try (ResultSet result = select.executeQuery()) {
      return result.next();
    }
  }

  private void insert(EvidenceKey key, Evidence seen) throws SQLException {
    Sql.update(
        insert,
        key.host(),
        dimensions.device(key.client()),
        key.address().toBytes(),
        key.source().label(),
        seen.first(),
        seen.last(),
        seen.count());
  }
}
