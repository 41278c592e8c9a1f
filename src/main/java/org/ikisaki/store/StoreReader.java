package org.ikisaki.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** All that happened in the ten seconds that begin at {@code time}. */
  public IntervalPoints interval(Instant time) {
    return new IntervalPoints(database, connection, time);
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
