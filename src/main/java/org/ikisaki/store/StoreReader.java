package org.ikisaki.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.ikisaki.flow.DeviceId;
import org.ikisaki.naming.Confidence;
import org.ikisaki.service.Subject;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.store.IntervalRows.DeviceAddress;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A read-only view of the journal, on a connection of its own. Confined to one thread.
 *
 * <p>Every call sees what was committed when it began. Reading never keeps the writer out.
 */
public final class StoreReader implements AutoCloseable {
  private final Database database;
  private final Connection connection;

  private StoreReader(Database database, Connection connection) {
    this.database = database;
    this.connection = connection;
  }

  /**
   * Opens an existing store; works for a user who may only read it.
   *
   * @throws IOException with a message for the user, if there is none or it can't be read
   */
  public static StoreReader open(Path file) throws IOException {
    Database database = Database.at(file);
    if (!Files.exists(database.file())) {
      throw new IOException(
          "store %s: there is none (or its directory may not be searched): capture something first, or name the right file"
              .formatted(database.file()));
    }
    try {
      Connection connection = database.connectReadOnly();
      try {
        Schema.check(connection, database.file());
        return new StoreReader(database, connection);
      } catch (SQLException | IOException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw database.failure("read it", e);
    }
  }

  /** The largest first; {@code from} inclusive, {@code to} exclusive. */
  public List<TopRow> top(TopBy by, Instant from, Instant to, int limit) throws IOException {
    return read(
        () -> TopQuery.by(by).run(connection, Times.ceiling(from), Times.ceiling(to), limit));
  }

  /**
   * Traffic by service in steps from {@code from} on, up to, not including, {@code to}: by time,
   * then by service.
   *
   * @param step whole seconds; where only coarser rows are left, they count for the step that they
   *     begin in
   */
  public List<SeriesPoint> series(Instant from, Instant to, Duration step) throws IOException {
    return read(
        () ->
            SeriesQuery.run(connection, Times.ceiling(from), Times.ceiling(to), step.toSeconds()));
  }

  /**
   * Traffic from {@code from} up to, not including, {@code to} in steps, by all of {@code by}
   * together, from what was committed when it began. Its rows are given to {@code sink} as they are
   * read.
   *
   * @param zone whose days the longest steps are
   */
  public void steps(
      List<TopBy> by, Instant from, Instant to, Level step, ZoneId zone, StepSink sink)
      throws IOException {
    try {
      StepQuery.run(connection, by, Times.ceiling(from), Times.ceiling(to), step, zone, sink);
    } catch (SQLException e) {
      throw database.failure("read it", e);
    }
  }

  /** What passed with each endpoint, the largest first, as rules see it for any device. */
  public List<EndpointTotal> endpointTotals(Instant from, Instant to) throws IOException {
    return read(() -> EndpointTotals.of(connection, Times.ceiling(from), Times.ceiling(to)));
  }

  /** All traffic from {@code from} up to, not including, {@code to}. */
  public Counters total(Instant from, Instant to) throws IOException {
    return read(() -> RangeQueries.traffic(connection, Times.ceiling(from), Times.ceiling(to)));
  }

  /** What all sources counted from {@code from} up to, not including, {@code to}. */
  public CaptureStats captureTotal(Instant from, Instant to) throws IOException {
    return read(() -> RangeQueries.capture(connection, Times.ceiling(from), Times.ceiling(to)));
  }

  /** The first and the last time that anything was captured; empty before that. */
  public Optional<Span> span() throws IOException {
    return read(() -> RangeQueries.span(connection));
  }

  /**
   * How the store stands.
   *
   * @param keep what is to be kept, for a guess at a year
   */
  public StoreStatus status(Retention keep) throws IOException {
    try {
      return StatusQuery.run(database, connection, keep);
    } catch (SQLException e) {
      throw database.failure("read it", e);
    }
  }

  /** What exporters have to know. */
  public ExportView exports() {
    return new ExportView(database, connection);
  }

  /** Times whose rows were written or changed after {@code sequence}, oldest change first. */
  public List<Change> changesSince(long sequence, int limit) throws IOException {
    return exports().after(sequence, limit);
  }

  /** How far an exporter had come, empty before its first time. */
  public OptionalLong cursor(String exporter) throws IOException {
    return read(
        () ->
            Sql.first(
                    connection,
                    "SELECT sequence FROM export_cursor WHERE exporter = ?",
                    row -> row.getLong(1),
                    exporter)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty()));
  }

  /** The interval's traffic by device and service. */
  public List<ServicePoint> services(Instant time) throws IOException {
    return read(() -> PointQueries.services(connection, time.getEpochSecond()));
  }

  /**
   * The interval's traffic by country and AS, the largest; the rest of each country is its AS
   * {@code (other)}.
   */
  public List<DestinationPoint> destinations(Instant time, int limit) throws IOException {
    return read(() -> PointQueries.destinations(connection, time.getEpochSecond(), limit));
  }

  /**
   * The interval's traffic by service and host, the largest; the rest of each service is its host
   * {@code (other)}. Unnamed endpoints are called by their address.
   */
  public List<HostPoint> hosts(Instant time, int limit) throws IOException {
    return read(() -> PointQueries.hosts(connection, time.getEpochSecond(), limit));
  }

  /** The interval's capture counters by source. */
  public List<CapturePoint> capture(Instant time) throws IOException {
    return read(() -> PointQueries.capture(connection, time.getEpochSecond()));
  }

  /** The interval's TCP handshakes by service. */
  public List<LatencyPoint> latency(Instant time) throws IOException {
    return read(() -> PointQueries.latency(connection, time.getEpochSecond()));
  }

  /** The interval's DNS answers by device and RCODE. */
  public List<DnsPoint> dns(Instant time) throws IOException {
    return read(() -> PointQueries.dns(connection, time.getEpochSecond()));
  }

  /**
   * Endpoints whose host or address this is, with their totals. For an address also those of its
   * network that go by a name it had.
   */
  public List<EndpointRow> endpoints(String hostOrAddress) throws IOException {
    return read(() -> ExplainQueries.endpoints(connection, hostOrAddress, null));
  }

  /** The same of one device's traffic alone. */
  public List<EndpointRow> endpoints(String hostOrAddress, String device) throws IOException {
    return read(() -> ExplainQueries.endpoints(connection, hostOrAddress, device));
  }

  /**
   * Evidence that names an address, or that a host has given one, newest first. While a daemon
   * runs, last times and counts may be an hour behind.
   */
  public List<EvidenceRow> evidence(String hostOrAddress) throws IOException {
    return read(() -> ExplainQueries.evidence(connection, hostOrAddress));
  }

  /**
   * What devices called addresses, last seen after {@code since}: the newest pieces of evidence, in
   * order.
   */
  public List<KnownName> knownNames(Instant since, int limit) throws IOException {
    return read(() -> ExplainQueries.knownNames(connection, Times.ceiling(since), limit));
  }

  /** Every device that is told apart, with all that is known of it, the oldest first. */
  public List<DeviceRow> devices() throws IOException {
    return read(() -> DeviceRow.list(DeviceQueries.devices(connection)));
  }

  /** How many devices there was no room for; they are one, {@code (overflow)}. */
  public long foldedDevices() throws IOException {
    return read(
        () ->
            DeviceQueries.devices(connection).stream().filter(device -> device.isFolded()).count());
  }

  /** What every device is called, by its key. */
  public Map<String, String> deviceNames() throws IOException {
    return read(() -> DeviceQueries.names(connection));
  }

  /** What each device has exchanged, by its key. */
  public Map<String, Counters> deviceTraffic(Instant from, Instant to) throws IOException {
    return read(
        () ->
            TopQuery.byDeviceKey()
                .run(connection, Times.ceiling(from), Times.ceiling(to), Integer.MAX_VALUE)
                .stream()
                .collect(Collectors.toMap(TopRow::key, TopRow::counters)));
  }

  /** The MAC addresses of devices that the user said something of. */
  public List<String> namedDevices() throws IOException {
    return read(() -> DeviceQueries.named(connection));
  }

  /**
   * How much was named of each device, the most bytes first; {@code from} inclusive, {@code to}
   * exclusive.
   */
  public List<DeviceCoverage> coverage(Instant from, Instant to) throws IOException {
    return read(() -> CoverageQueries.byDevice(connection, Times.ceiling(from), Times.ceiling(to)));
  }

  /** How much of the interval was named, by device. */
  public List<DeviceCoverage> coverage(Instant time) throws IOException {
    long seconds = time.getEpochSecond();
    return read(() -> CoverageQueries.byDevice(connection, seconds, seconds + 1));
  }

  /** What has no name outside the local network, the largest first. */
  public List<UnnamedRow> unnamed(Instant from, Instant to, int limit) throws IOException {
    return read(
        () -> UnnamedQueries.top(connection, Times.ceiling(from), Times.ceiling(to), limit));
  }

  /** What has no name of a host's or an address's traffic, at any time, the largest first. */
  public List<UnnamedRow> unnamed(String hostOrAddress) throws IOException {
    return read(() -> UnnamedQueries.of(connection, hostOrAddress));
  }

  /** Which devices ask DNS questions encrypted or give a sign of it; of each the surest first. */
  public List<EncryptedDnsRow> encryptedDns() throws IOException {
    return read(() -> CoverageQueries.encryptedDns(connection));
  }

  /** Who has asked DNS questions for the whole house, the latest first. */
  public List<SharedResolver> sharedResolvers() throws IOException {
    return read(() -> CoverageQueries.sharedResolvers(connection));
  }

  /** Every address that a device was seen to use, the latest first. */
  public List<DeviceAddress> deviceAddresses() throws IOException {
    return read(
        () ->
            Sql.list(
                connection,
                """
                SELECT key, address FROM device_address a JOIN device d ON d.id = a.device
                ORDER BY a.last_seen DESC, key, address""",
                row ->
                    new DeviceAddress(
                        new DeviceId(row.getString(1)), Addresses.read(row.getBytes(2)))));
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw database.failure("close it", e);
    }
  }

  private <T> T read(Sql.Work<T> query) throws IOException {
    try {
      return query.run();
    } catch (SQLException e) {
      throw database.failure("read it", e);
    }
  }

  /** An endpoint and what passed with it. */
  public record EndpointTotal(Subject subject, Counters counters) {}

  /** What to sum by. */
  public enum TopBy {
    SERVICE,
    DEVICE,
    HOST,
    COUNTRY,
    ASN
  }

  /**
   * One line of a top list.
   *
   * @param key service, device, host, country code or AS number
   * @param detail category, AS organisation and the like; empty where there is none
   */
  public record TopRow(String key, String detail, Counters counters) {}

  /** Traffic with one service in the step that begins at {@code time}. */
  public record SeriesPoint(Instant time, String service, String category, Counters counters) {}

  /** From the beginning of the first interval to the beginning of the last. */
  public record Span(Instant first, Instant last) {}

  /** A bucket to be exported (again). */
  public record Change(long sequence, Instant time, Level level, Cause cause) {
    /** Whether what was there before may have been of other series. */
    public boolean isCorrection() {
      return cause == Cause.CORRECTED;
    }

    /** Why a bucket is to be exported. */
    public enum Cause {
      ADDED(0),
      CORRECTED(1),
      /** It is as it was, and lies between some that are to be deleted and written anew. */
      BESIDE(2);

      private final int code;

      Cause(int code) {
        this.code = code;
      }

      /** As the store has it. */
      int code() {
        return code;
      }

      static Cause of(int code) {
        return Arrays.stream(values())
            .filter(cause -> cause.code == code)
            .findFirst()
            .orElse(CORRECTED);
      }
    }
  }

  /** Traffic of one device with one service. */
  public record ServicePoint(String device, String service, String category, Counters counters) {}

  /**
   * Traffic with one AS in one country.
   *
   * @param asn such as {@code AS64500}
   */
  public record DestinationPoint(String country, String asn, String asOrg, Counters counters) {
    static DestinationPoint of(String country, long asn, String asOrg, Counters counters) {
      return new DestinationPoint(country, "AS" + asn, asOrg, counters);
    }

    /** All those of a country that are no series of their own. */
    static DestinationPoint other(String country, Counters counters) {
      return new DestinationPoint(country, Other.NAME, Other.NAME, counters);
    }
  }

  /** Traffic with one host of one service. */
  public record HostPoint(String service, String host, Counters counters) {}

  /** What one source counted. */
  public record CapturePoint(String source, CaptureStats stats) {}

  /** How long TCP handshakes with one service took. */
  public record LatencyPoint(String service, RoundTrips roundTrips) {}

  /** DNS answers of one RCODE that one device received. */
  public record DnsPoint(String device, int rcode, long answers) {}

  /**
   * An endpoint and all its traffic.
   *
   * @param address of an unnamed endpoint; else the network that the host's address lies in
   * @param evidence label of where its name was learned, null while unnamed
   * @param confidence how sure its name was when it was first seen, null if nobody said
   */
  public record EndpointRow(
      @Nullable String host,
      String address,
      int protocol,
      int port,
      int asn,
      String asOrg,
      String country,
      @Nullable String evidence,
      @Nullable Confidence confidence,
      String service,
      String category,
      Instant firstSeen,
      Instant lastSeen,
      Counters counters) {}

  /**
   * How much of one device's traffic was named.
   *
   * @param device its key
   * @param name what it is called
   */
  public record DeviceCoverage(String device, String name, Coverage coverage) {}

  /**
   * That a device asked DNS questions for the whole house.
   *
   * @param lastSeen some ten minutes behind, at most
   */
  public record SharedResolver(String device, Instant firstSeen, Instant lastSeen) {}

  /** That a device called an address by the name of a host, and when it did so last. */
  public record KnownName(String device, IpAddress address, String host, Instant lastSeen) {}

  /** That an address was called by a name, to one device. */
  public record EvidenceRow(
      String device,
      String address,
      String host,
      String source,
      Instant firstSeen,
      Instant lastSeen,
      long count) {}
}
