package org.ikisaki.store;

import java.util.List;

/**
 * The tables, as the list of steps that led to them. A step, once released, is never edited: a
 * change is a new step.
 */
final class Migrations {
  /**
   * Times are seconds since 1970, and those of facts begin a ten-second interval. Addresses are
   * blobs of four or sixteen bytes.
   *
   * <p>Facts don't declare what they refer to: without an index of their own for it, which would
   * double their size, every dimension row to be removed would cost a scan of all facts. They are
   * written in one transaction with what they refer to, and only dimension rows last seen before
   * the oldest fact are removed. An {@code AUTOINCREMENT} id is never given twice, so that a stale
   * one can't mean something else.
   *
   * <p>The {@code last_seen} of endpoint and dns_name is rounded up to a full day, so that it is
   * written once a day; what was seen lies before it. The key of name_evidence begins with the
   * host, as the addresses of one answer are then written to one page.
   */
  private static final String VERSION_1 =
      """
      CREATE TABLE migration (
        version INTEGER PRIMARY KEY,
        ikisaki TEXT NOT NULL
      );
      CREATE TABLE device (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE
      );
      CREATE TABLE device_address (
        device INTEGER NOT NULL REFERENCES device,
        address BLOB NOT NULL,
        first_seen INTEGER NOT NULL,
        last_seen INTEGER NOT NULL,
        PRIMARY KEY (device, address)
      ) WITHOUT ROWID;
      CREATE TABLE service (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        category TEXT NOT NULL,
        UNIQUE (name, category)
      );
      CREATE TABLE endpoint (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        host TEXT,
        address BLOB,
        network BLOB NOT NULL,
        protocol INTEGER NOT NULL,
        port INTEGER NOT NULL,
        asn INTEGER NOT NULL,
        as_org TEXT NOT NULL,
        country TEXT NOT NULL,
        evidence TEXT,
        service_id INTEGER NOT NULL REFERENCES service,
        first_seen INTEGER NOT NULL,
        last_seen INTEGER NOT NULL
      );
      CREATE UNIQUE INDEX endpoint_named ON endpoint (host, network, protocol, port)
        WHERE host IS NOT NULL;
      CREATE UNIQUE INDEX endpoint_unnamed ON endpoint (address, protocol, port)
        WHERE host IS NULL;
      CREATE TABLE traffic (
        time INTEGER NOT NULL,
        device INTEGER NOT NULL,
        endpoint INTEGER NOT NULL,
        bytes_down INTEGER NOT NULL,
        bytes_up INTEGER NOT NULL,
        packets_down INTEGER NOT NULL,
        packets_up INTEGER NOT NULL,
        flows INTEGER NOT NULL,
        PRIMARY KEY (time, device, endpoint)
      ) WITHOUT ROWID;
      CREATE TABLE source (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
      );
      CREATE TABLE capture_stats (
        time INTEGER NOT NULL,
        source INTEGER NOT NULL,
        frames INTEGER NOT NULL,
        frame_bytes INTEGER NOT NULL,
        ip_packets INTEGER NOT NULL,
        ip_bytes INTEGER NOT NULL,
        not_ip INTEGER NOT NULL,
        undecoded INTEGER NOT NULL,
        dropped_by_kernel INTEGER NOT NULL,
        dropped_by_interface INTEGER NOT NULL,
        PRIMARY KEY (time, source)
      ) WITHOUT ROWID;
      CREATE TABLE dns_name (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE,
        last_seen INTEGER NOT NULL
      );
      CREATE TABLE dns_query (
        time INTEGER NOT NULL,
        device INTEGER NOT NULL,
        name INTEGER NOT NULL,
        rcode INTEGER NOT NULL,
        count INTEGER NOT NULL,
        PRIMARY KEY (time, device, name, rcode)
      ) WITHOUT ROWID;
      CREATE TABLE name_evidence (
        host TEXT NOT NULL,
        device INTEGER NOT NULL REFERENCES device,
        address BLOB NOT NULL,
        source TEXT NOT NULL,
        first_seen INTEGER NOT NULL,
        last_seen INTEGER NOT NULL,
        count INTEGER NOT NULL,
        PRIMARY KEY (host, device, address, source)
      ) WITHOUT ROWID;
      CREATE TABLE change_log (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        time INTEGER NOT NULL
      );
      CREATE TABLE export_cursor (
        exporter TEXT PRIMARY KEY,
        sequence INTEGER NOT NULL
      ) WITHOUT ROWID;
      """;

  /** Frames that a mirror sent twice. */
  private static final String VERSION_2 =
      "ALTER TABLE capture_stats ADD COLUMN duplicates INTEGER NOT NULL DEFAULT 0;";

  /**
   * What waits for a name: {@code unnamed} says since when a device has had traffic with an unnamed
   * endpoint, unless that got more than one name since; {@code renaming} is the queue of those
   * whose history moves to a named one, and how far each has come. As far back as names are given,
   * they are found in the facts of before.
   */
  private static final String VERSION_3 =
      """
      CREATE TABLE unnamed (
        endpoint INTEGER NOT NULL,
        device INTEGER NOT NULL,
        first_seen INTEGER NOT NULL,
        disputed INTEGER NOT NULL,
        PRIMARY KEY (endpoint, device)
      ) WITHOUT ROWID;
      CREATE TABLE renaming (
        id INTEGER PRIMARY KEY,
        device INTEGER NOT NULL,
        endpoint INTEGER NOT NULL,
        named INTEGER NOT NULL,
        next INTEGER NOT NULL,
        last INTEGER NOT NULL
      );
      INSERT INTO unnamed
        SELECT t.endpoint, t.device, min(t.time), 0
        FROM traffic t JOIN endpoint e ON e.id = t.endpoint
        WHERE e.host IS NULL AND t.time >= (SELECT max(time) FROM capture_stats) - 30 * 86400
        GROUP BY t.endpoint, t.device;
      """;

  /**
   * What ailed a source and what bounds cost; how long TCP handshakes took, in microseconds,
   * summed.
   */
  private static final String VERSION_4 =
      """
      ALTER TABLE capture_stats ADD COLUMN gaps INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE capture_stats ADD COLUMN flows_evicted INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE capture_stats ADD COLUMN unread INTEGER NOT NULL DEFAULT 0;
      CREATE TABLE latency (
        time INTEGER NOT NULL,
        device INTEGER NOT NULL,
        endpoint INTEGER NOT NULL,
        handshakes INTEGER NOT NULL,
        rtt_local INTEGER NOT NULL,
        rtt_remote INTEGER NOT NULL,
        PRIMARY KEY (time, device, endpoint)
      ) WITHOUT ROWID;
      """;

  /** How sure a name is: the label of a {@code Confidence}, so that its figures may change. */
  private static final String VERSION_5 = "ALTER TABLE endpoint ADD COLUMN confidence TEXT;";

  /**
   * How much is named, and why not the rest. {@code local} and {@code named} are of the endpoint's
   * own columns, and spare every sum a look at them; {@code openings} are the bits of {@link
   * Openings}. Bytes by name are read from traffic, so that a late name moves them too; only
   * connections have to be counted apart.
   */
  private static final String VERSION_6 =
      """
      ALTER TABLE endpoint ADD COLUMN local INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE endpoint ADD COLUMN named INTEGER NOT NULL DEFAULT 0;
      UPDATE endpoint SET named = evidence IS NOT NULL AND evidence <> 'ech-outer';
      UPDATE endpoint SET local = 1 WHERE coalesce(host, '') <> '(other)' AND
        CASE length(network)
          WHEN 4 THEN hex(substr(network, 1, 1)) IN ('00', '0A', '7F')
            OR hex(substr(network, 1, 1)) BETWEEN 'E0' AND 'EF'
            OR hex(substr(network, 1, 2)) BETWEEN 'AC10' AND 'AC1F'
            OR hex(substr(network, 1, 2)) IN ('C0A8', 'A9FE')
            OR hex(coalesce(address, x'')) = 'FFFFFFFF'
          ELSE hex(substr(network, 1, 1)) BETWEEN 'FC' AND 'FD'
            OR hex(substr(network, 1, 2)) BETWEEN 'FE80' AND 'FEBF'
            OR hex(substr(network, 1, 1)) = 'FF'
            OR hex(coalesce(address, network)) IN
              ('00000000000000000000000000000000', '00000000000000000000000000000001')
        END;
      ALTER TABLE unnamed ADD COLUMN openings INTEGER NOT NULL DEFAULT 0;
      CREATE TABLE connections (
        time INTEGER NOT NULL,
        device INTEGER NOT NULL,
        opened INTEGER NOT NULL,
        with_dns INTEGER NOT NULL,
        PRIMARY KEY (time, device)
      ) WITHOUT ROWID;
      CREATE TABLE encrypted_dns (
        device INTEGER NOT NULL REFERENCES device,
        kind TEXT NOT NULL,
        server TEXT NOT NULL,
        first_seen INTEGER NOT NULL,
        last_seen INTEGER NOT NULL,
        PRIMARY KEY (device, kind, server)
      ) WITHOUT ROWID;
      CREATE TABLE shared_resolver (
        device INTEGER PRIMARY KEY REFERENCES device,
        first_seen INTEGER NOT NULL,
        last_seen INTEGER NOT NULL
      );
      """;

  /**
   * What rules that look at the device call an endpoint for one device. Without the indexes each
   * service that nothing has any more would cost a look at all endpoints.
   */
  private static final String VERSION_7 =
      """
      CREATE TABLE device_service (
        id INTEGER PRIMARY KEY,
        device INTEGER NOT NULL,
        endpoint INTEGER NOT NULL REFERENCES endpoint ON DELETE CASCADE,
        service_id INTEGER NOT NULL REFERENCES service,
        UNIQUE (endpoint, device)
      );
      CREATE INDEX device_service_by_service ON device_service (service_id);
      CREATE INDEX endpoint_by_service ON endpoint (service_id);
      """;

  /**
   * Devices are called by their {@code label}: a reading of the clues and of what was {@code
   * given}, that of another where they are {@code joined} to it. A joined one keeps its facts, so
   * that it can be parted again.
   */
  private static final String VERSION_8 =
      """
      ALTER TABLE device ADD COLUMN label TEXT NOT NULL DEFAULT '';
      ALTER TABLE device ADD COLUMN first_seen INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE device ADD COLUMN last_seen INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE device ADD COLUMN joined INTEGER REFERENCES device;
      UPDATE device SET
        label = key,
        first_seen = coalesce((SELECT min(time) FROM capture_stats), 0),
        last_seen = coalesce((SELECT max(time) FROM capture_stats), 0);
      CREATE INDEX device_by_address ON device_address (address);
      CREATE TABLE device_clue (
        device INTEGER NOT NULL REFERENCES device,
        kind TEXT NOT NULL,
        value TEXT NOT NULL,
        first_seen INTEGER NOT NULL,
        last_seen INTEGER NOT NULL,
        PRIMARY KEY (device, kind, value)
      ) WITHOUT ROWID;
      CREATE TABLE device_given (
        key TEXT NOT NULL,
        origin TEXT NOT NULL,
        name TEXT,
        owner TEXT,
        type TEXT,
        note TEXT,
        PRIMARY KEY (key, origin)
      ) WITHOUT ROWID;
      CREATE TABLE event (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        time INTEGER NOT NULL,
        kind TEXT NOT NULL,
        device INTEGER REFERENCES device,
        detail TEXT NOT NULL DEFAULT ''
      );
      """;

  /**
   * Sums by minute, hour and local day, and from when on each level has what it should. A bucket's
   * rows are packed (see {@link PackedCursor}): as rows of their own they would take more than
   * twice the space, and four times as long to read. What older files hold is summed by the next
   * commits.
   */
  private static final String VERSION_9 =
      rollup(Level.MINUTE)
          + rollup(Level.HOUR)
          + rollup(Level.DAY)
          + """
          CREATE TABLE level (
            label TEXT PRIMARY KEY,
            since INTEGER NOT NULL
          ) WITHOUT ROWID;
          INSERT INTO level VALUES ('10s', 0), ('1m', 0), ('1h', 0), ('1d', 0);
          """;

  /**
   * What exporters have to know. A change is of a bucket of {@code level} seconds, and a {@code
   * correction} where what was there before may have been of another series. An exporter has
   * everything up to its cursor, but for its gaps: changes after {@code after} and up to {@code
   * upto}, which it left for later. {@code export_under_way} is what a server that can't delete may
   * or may not have: it is sent again as it was, as of {@code sequence}. {@code export_request}
   * holds what commands asked for: its times are those of buckets, {@code until} excluded. {@code
   * export_rejected} is bounded.
   */
  private static final String VERSION_10 =
      """
      ALTER TABLE change_log ADD COLUMN level INTEGER NOT NULL DEFAULT 10;
      ALTER TABLE change_log ADD COLUMN correction INTEGER NOT NULL DEFAULT 0;
      CREATE INDEX change_log_by_time ON change_log (time, level);
      INSERT INTO change_log (time, level) SELECT time, 60 FROM rollup_1m ORDER BY time;
      INSERT INTO change_log (time, level) SELECT time, 3600 FROM rollup_1h ORDER BY time;
      CREATE TABLE export_gap (
        exporter TEXT NOT NULL,
        after INTEGER NOT NULL,
        upto INTEGER NOT NULL,
        PRIMARY KEY (exporter, after)
      ) WITHOUT ROWID;
      CREATE TABLE export_request (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        exporter TEXT NOT NULL,
        kind TEXT NOT NULL,
        first INTEGER NOT NULL,
        until INTEGER NOT NULL,
        tag TEXT NOT NULL DEFAULT '',
        value TEXT NOT NULL DEFAULT ''
      );
      CREATE TABLE export_under_way (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        exporter TEXT NOT NULL,
        level INTEGER NOT NULL,
        sequence INTEGER NOT NULL,
        lines TEXT NOT NULL
      );
      CREATE TABLE export_state (
        exporter TEXT PRIMARY KEY,
        state TEXT NOT NULL DEFAULT '',
        problem TEXT,
        since INTEGER,
        last_error TEXT,
        last_error_time INTEGER,
        rejected INTEGER NOT NULL DEFAULT 0,
        stale INTEGER NOT NULL DEFAULT 0,
        stale_since INTEGER
      ) WITHOUT ROWID;
      CREATE TABLE export_rejected (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        exporter TEXT NOT NULL,
        time INTEGER NOT NULL,
        lines INTEGER NOT NULL,
        reason TEXT NOT NULL,
        line TEXT NOT NULL
      );
      """;

  /**
   * Traces: an answer a row, and a row without a router for a hop that was silent. {@code rtt} is
   * in microseconds, -1 where unknown. What {@code route} says is the trace package's.
   */
  private static final String VERSION_11 =
      """
      CREATE TABLE trace (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        time INTEGER NOT NULL,
        origin TEXT NOT NULL,
        name TEXT NOT NULL,
        target BLOB NOT NULL,
        kind TEXT NOT NULL,
        route TEXT NOT NULL,
        UNIQUE (target, origin, time)
      );
      CREATE INDEX trace_by_time ON trace (time);
      CREATE TABLE router (
        id INTEGER PRIMARY KEY,
        address BLOB NOT NULL UNIQUE,
        name TEXT
      );
      CREATE TABLE hop (
        trace INTEGER NOT NULL,
        ttl INTEGER NOT NULL,
        answer INTEGER NOT NULL,
        sent INTEGER NOT NULL,
        router INTEGER,
        rtt INTEGER NOT NULL,
        meaning TEXT NOT NULL,
        labels TEXT NOT NULL,
        PRIMARY KEY (trace, ttl, answer)
      ) WITHOUT ROWID;
      """;

  /** What is a time series of its own elsewhere: see {@link HostSeries} and {@link ServiceRows}. */
  private static final String VERSION_12 =
      """
      CREATE TABLE host_series (
        host PRIMARY KEY,
        since INTEGER NOT NULL,
        last_seen INTEGER NOT NULL
      ) WITHOUT ROWID;
      ALTER TABLE service ADD COLUMN series INTEGER NOT NULL DEFAULT 0;
      UPDATE service SET series = 1 WHERE id IN (SELECT id FROM service ORDER BY id LIMIT 1000);
      CREATE INDEX service_series ON service (series) WHERE series = 1;
      """;

  static final List<String> ALL =
      List.of(
          VERSION_1,
          VERSION_2,
          VERSION_3,
          VERSION_4,
          VERSION_5,
          VERSION_6,
          VERSION_7,
          VERSION_8,
          VERSION_9,
          VERSION_10,
          VERSION_11,
          VERSION_12);

  private Migrations() {}

  /** What lies behind the key of another row is read only when it is asked for: blobs come last. */
  private static String rollup(Level level) {
    return """
        CREATE TABLE %s (
          time INTEGER PRIMARY KEY,
          until INTEGER NOT NULL,
          zone TEXT,
          entries INTEGER NOT NULL,
          capture BLOB NOT NULL,
          traffic BLOB NOT NULL
        );
        """
        .formatted(level.table());
  }
}
