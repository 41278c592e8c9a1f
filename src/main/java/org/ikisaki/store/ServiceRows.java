package org.ikisaki.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.ikisaki.service.Service;

/**
 * The rows of services, and which of them are time series of their own where history is exported:
 * all that a rule names, and a limited number of others, as anybody can make up domains. Confined
 * to {@link Dimensions}.
 */
final class ServiceRows {
  /** Values of the column {@code series}. */
  private static final int NONE = 0;

  private static final int WITHIN_LIMIT = 1;
  private static final int BY_RULE = 2;

  private static final long UNKNOWN = -1;

  private final Connection connection;
  private final int limit;
  private final BoundedCache<Service, Long> ids = new BoundedCache<>();
  private Set<String> namedByRules;

  /** How many are {@link #WITHIN_LIMIT}. */
  private long taken = UNKNOWN;

  ServiceRows(Connection connection, SeriesSettings settings, Set<String> namedByRules) {
    this.connection = connection;
    this.limit = settings.services();
    this.namedByRules = namedByRules;
  }

  void nameBy(Set<String> newNames) {
    namedByRules = newNames;
    ids.clear();
  }

  void clear() {
    ids.clear();
    taken = UNKNOWN;
  }

  long id(Service service) throws SQLException {
    Long cached = ids.get(service);
    if (cached != null) {
      return cached;
    }
    Row row =
        Sql.first(
                connection,
                "SELECT id, series FROM service WHERE name = ? AND category = ?",
                result -> new Row(result.getLong(1), result.getInt(2)),
                service.name(),
                service.category())
            .orElse(null);
    long id = row == null ? insert(service) : row.id;
    if (row != null && row.series < BY_RULE) {
      int series = row.series == NONE ? series(service) : ruled(service, row.series);
      if (series != row.series) {
        Sql.update(connection, "UPDATE service SET series = ? WHERE id = ?", series, id);
      }
    }
    ids.put(service, id);
    return id;
  }

  /** If there are no places left, takes those away that were last used before {@code before}. */
  void makeRoom(long before) throws SQLException {
    if (taken() >= limit) {
      Sql.update(
          connection,
          """
          UPDATE service SET series = 0
          WHERE series = 1 AND NOT EXISTS (SELECT 1 FROM endpoint e
            WHERE e.service_id = service.id AND e.last_seen >= ?)""",
          before);
      clear();
    }
  }

  private long insert(Service service) throws SQLException {
    return Sql.number(
        connection,
        "INSERT INTO service (name, category, series) VALUES (?, ?, ?) RETURNING id",
        service.name(),
        service.category(),
        series(service));
  }

  private int ruled(Service service, int series) {
    return namedByRules.contains(service.name()) ? BY_RULE : series;
  }

  /** What one without a place gets. */
  private int series(Service service) throws SQLException {
    if (ruled(service, NONE) == BY_RULE) {
      return BY_RULE;
    }
    if (taken() >= limit) {
      return NONE;
    }
    taken++;
    return WITHIN_LIMIT;
  }

  private long taken() throws SQLException {
    if (taken == UNKNOWN) {
      taken = Sql.number(connection, "SELECT count(*) FROM service WHERE series = 1");
    }
    return taken;
  }

  private record Row(long id, int series) {}
}
