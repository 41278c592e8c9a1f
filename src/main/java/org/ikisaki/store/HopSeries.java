package org.ikisaki.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.ikisaki.geo.Place;
import org.ikisaki.store.StoredTrace.StoredAnswer;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/*
 * Whoever visits a server may become a target, so there are so many places, as for hosts:
 *
 *  1. the first quarter goes to whoever comes;
 *  2. the others go to targets that were traced three times from there;
 *  3. a place that was not used for thirty days is given up, and only when there are no others.
 *
 * Where a router was when its hop was kept is part of the series, and a hop remembers its own: what
 * databases say later moves nothing, and the same time exported twice has the same series.
 */
/**
 * Which hops are time series of their own where history is exported. Confined to one transaction.
 */
final class HopSeries {
  private static final int TRACES_TO_PROVE = 3;
  private static final long FREE_AFTER = Duration.ofDays(30).toSeconds();
  private static final byte[] SILENT = {};

  private final Connection connection;
  private final int limit;
  private long taken;

  HopSeries(Connection connection, int limit) throws SQLException {
    this.connection = connection;
    this.limit = limit;
    count();
  }

  private void count() throws SQLException {
    taken = Sql.number(connection, "SELECT count(*) FROM hop_series");
  }

  /** If there are no places left, takes those away that were last used long before {@code time}. */
  void makeRoom(long time) throws SQLException {
    if (taken >= limit) {
      Sql.update(connection, "DELETE FROM hop_series WHERE last_seen < ?", time - FREE_AFTER);
      count();
    }
  }

  /**
   * That of an answer, or of a silent hop.
   *
   * @param place where who answered is
   * @param traces how often that target was traced from there, with this one
   * @return {@code null} if it has no place
   */
  @Nullable Long of(StoredTrace trace, StoredAnswer answer, Place place, int traces)
      throws SQLException {
    IpAddress router = answer.router();
    @Nullable Object[] key = {
      trace.name(),
      trace.origin(),
      answer.ttl(),
      router == null ? SILENT : router.toBytes(),
      place.asn(),
      place.asOrg(),
      place.country(),
      trace.started().getEpochSecond()
    };
    Optional<Long> known =
        Sql.first(
            connection,
            """
            UPDATE hop_series SET last_seen = max(last_seen, ?8)
            WHERE target = ?1 AND origin = ?2 AND ttl = ?3 AND router = ?4
              AND asn = ?5 AND as_org = ?6 AND country = ?7 RETURNING id""",
            row -> row.getLong(1),
            key);
    if (known.isPresent() || taken >= limit || taken >= limit / 4 && traces < TRACES_TO_PROVE) {
      return known.orElse(null);
    }
    taken++;
    return Sql.number(
        connection,
        """
        INSERT INTO hop_series (target, origin, ttl, router, asn, as_org, country, last_seen)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id""",
        key);
  }
}
