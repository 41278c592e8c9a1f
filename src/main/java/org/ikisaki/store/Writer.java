package org.ikisaki.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ikisaki.device.DeviceSettings;
import org.ikisaki.naming.DeviceClue;
import org.ikisaki.store.Batch.DnsKey;
import org.ikisaki.store.Batch.EvidenceKey;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.store.IntervalRows.Traffic;

/**
 * Writes batches, each call in one transaction. Rows that are there already are added to. After a
 * failure it must not be used again: it may remember rows that were rolled back. Confined to {@link
 * Store}'s write lock.
 */
final class Writer implements AutoCloseable {
  private final Connection connection;
  private final Dimensions dimensions;
  private final DeviceRows devices;
  private final EvidenceRows evidence;
  private final LateNames lateNames;
  private final Rollups rollups;
  private final VisibilityRows visibility;
  private final DestinationSeries destinationSeries;
  private final List<SeriesPlaces<?>> series;
  private final TrafficLog traffic;
  private final PreparedStatement latency;
  private final PreparedStatement capture;
  private final PreparedStatement dns;
  private final PreparedStatement change;

  /** Takes over the connection. */
  Writer(Connection connection, Classifier classifier, StoreSettings settings) throws SQLException {
    this.connection = connection;
    dimensions = new Dimensions(connection, classifier, settings.series());
    destinationSeries = new DestinationSeries(connection, settings.series(), dimensions);
    series = List.of(new HostSeries(connection, settings.series()), destinationSeries);
    devices = new DeviceRows(connection, dimensions.devices());
    evidence = new EvidenceRows(connection, dimensions);
    lateNames = new LateNames(connection, dimensions);
    rollups =
        new Rollups(connection, settings.zone(), time -> dimensions.endpoint(Other.ENDPOINT, time));
    visibility = new VisibilityRows(connection, dimensions);
    traffic = new TrafficLog(connection);
    latency =
        connection.prepareStatement(
            """
            INSERT INTO latency VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET
              handshakes = handshakes + excluded.handshakes,
              rtt_local = rtt_local + excluded.rtt_local,
              rtt_remote = rtt_remote + excluded.rtt_remote""");
    capture =
        connection.prepareStatement(
            """
            INSERT INTO capture_stats VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET
              frames = frames + excluded.frames,
              frame_bytes = frame_bytes + excluded.frame_bytes,
              ip_packets = ip_packets + excluded.ip_packets,
              ip_bytes = ip_bytes + excluded.ip_bytes,
              not_ip = not_ip + excluded.not_ip,
              undecoded = undecoded + excluded.undecoded,
              dropped_by_kernel = dropped_by_kernel + excluded.dropped_by_kernel,
              dropped_by_interface = dropped_by_interface + excluded.dropped_by_interface,
              duplicates = duplicates + excluded.duplicates,
              gaps = gaps + excluded.gaps,
              flows_evicted = flows_evicted + excluded.flows_evicted,
              unread = unread + excluded.unread""");
    dns =
        connection.prepareStatement(
            """
            INSERT INTO dns_query VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET count = count + excluded.count""");
    change = connection.prepareStatement(ChangeLog.ADDED);
  }

  void write(List<Batch> batches) throws SQLException {
    Sql.transaction(connection, () -> writeAll(batches));
  }

  /** Writes what waits for its hour. */
  void flush() throws SQLException {
    Sql.transaction(
        connection,
        () -> {
          refresh();
          evidence.flush();
          return 0;
        });
  }

  /**
   * Gives a part of history the names that came late.
   *
   * @return whether there may be more to do
   */
  boolean nameHistory() throws SQLException {
    return Sql.transaction(
        connection,
        () -> {
          refresh();
          rollups.begin();
          boolean hadWork = Renaming.advance(connection, traffic, rollups);
          rollups.finish();
          return hadWork;
        });
  }

  /** Takes the places of series from what was last seen before {@code before}, if none are left. */
  void makeRoom(long before) throws SQLException {
    Sql.transaction(
        connection,
        () -> {
          refresh();
          for (SeriesPlaces<?> places : series) {
            places.makeRoom(before);
          }
          dimensions.makeRoom(before);
          return 0;
        });
  }

  void classifyBy(Classifier classifier) {
    dimensions.classifyBy(classifier);
  }

  void note(String exporter, List<ExportNote> notes) throws SQLException {
    Sql.transaction(
        connection,
        () -> {
          for (ExportNote note : notes) {
            note.write(connection, exporter);
          }
          return notes.size();
        });
  }

  void keepExporters(List<String> exporters) throws SQLException {
    Sql.transaction(
        connection,
        () -> {
          ExportCursors.keep(connection, exporters);
          return exporters.size();
        });
  }

  /** Devices that came with what was written since this was last asked. */
  List<NewDevice> takeNewDevices() {
    return devices.takeNews();
  }

  /** Takes over what the configuration says of devices, and which of them is this computer. */
  void configureDevices(DeviceSettings settings, List<DeviceClue> clues, long time)
      throws SQLException {
    Sql.transaction(
        connection,
        () -> {
          refresh();
          return devices.configure(settings, clues, time);
        });
  }

  /** Applies what a {@link Reclassification} found. */
  void apply(Reclassification found) throws SQLException {
    dimensions.clear();
    Sql.transaction(
        connection,
        () -> {
          refresh();
          int changed = found.apply(connection, dimensions);
          if (!found.located().isEmpty()) {
            destinationSeries.located(found.located());
          }
          return changed;
        });
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** Begins a transaction: what is remembered may have been removed since the last one. */
  private void refresh() throws SQLException {
    if (dimensions.refresh()) {
      lateNames.clear();
      devices.clear();
      visibility.clear();
      series.forEach(SeriesPlaces::clear);
    }
  }

  private int writeAll(List<Batch> batches) throws SQLException {
    refresh();
    rollups.begin();
    Set<Long> times = new HashSet<>();
    for (Batch batch : batches) {
      write(batch);
      if (rollups.isKeptInFull(batch.time()) && times.add(batch.time())) {
        Sql.update(change, batch.time());
      }
      // Here and not once a commit, so that when commits came changes nothing in the outcome.
      Renaming.advance(connection, traffic, rollups);
    }
    rollups.finish();
    correctLocated();
    return times.size();
  }

  /** What was exported of endpoints whose place has become known is of another series now. */
  private void correctLocated() throws SQLException {
    Map<Long, Long> located = dimensions.takeLocated();
    if (located.isEmpty()) {
      return;
    }
    destinationSeries.located(located.keySet());
    if (ExportCursors.any(connection)) {
      long first = Collections.min(located.values());
      ChangeLog.correct(
          connection, ChangeLog.timesWith(connection, first, Set.of(), located.keySet()));
    }
  }

  private void write(Batch batch) throws SQLException {
    devices.write(batch);
    writeTraffic(batch);
    for (SeriesPlaces<?> places : series) {
      places.see(batch.time(), batch.traffic());
    }
    if (rollups.isKeptInFull(batch.time())) {
      writeDns(batch);
      visibility.writeConnections(batch);
    }
    dropEvidenceOfTheRest(batch);
    visibility.writeSightings(batch);
    evidence.write(batch);
    lateNames.settle(batch);
    writeCapture(batch);
  }

  /** Evidence is one device's: what is said to many can't name the traffic of all of them. */
  private void dropEvidenceOfTheRest(Batch batch) throws SQLException {
    long rest = dimensions.devices().overflow();
    for (Iterator<EvidenceKey> keys = batch.evidence().keySet().iterator(); keys.hasNext(); ) {
      if (dimensions.device(keys.next().client()) == rest) {
        keys.remove();
      }
    }
  }

  private void writeTraffic(Batch batch) throws SQLException {
    long time = batch.time();
    boolean isKeptInFull = rollups.isKeptInFull(time);
    RowSums rows = new RowSums(Bucket.TRAFFIC_VALUES);
    for (Traffic row : batch.traffic()) {
      long device = dimensions.device(row.device().text());
      long endpoint = dimensions.endpoint(row.endpoint(), time);
      dimensions.meet(device, row.device().text(), endpoint, row.endpoint());
      if (row.endpoint().host() == null) {
        lateNames.await(endpoint, device, time, batch.openings(row));
      }
      rows.add(device, endpoint, Bucket.values(row.counters()));
      if (isKeptInFull) {
        writeLatency(time, device, endpoint, row.roundTrips());
      }
    }
    rollups.add(time, rows);
    if (isKeptInFull) {
      traffic.add(time, rows);
    }
  }

  private void writeLatency(long time, long device, long endpoint, RoundTrips roundTrips)
      throws SQLException {
    if (roundTrips.handshakes() > 0) {
      Sql.update(
          latency,
          time,
          device,
          endpoint,
          roundTrips.handshakes(),
          roundTrips.localMicros(),
          roundTrips.remoteMicros());
    }
  }

  private void writeDns(Batch batch) throws SQLException {
    long time = batch.time();
    List<long[]> rows = new ArrayList<>();
    for (Map.Entry<DnsKey, Long> row : batch.dns().entrySet()) {
      DnsKey key = row.getKey();
      long device = dimensions.device(key.client());
      rows.add(
          new long[] {device, dimensions.dnsName(key.name(), time), key.rcode(), row.getValue()});
    }
    rows.sort(Arrays::compare);
    for (long[] row : rows) {
      Sql.update(dns, time, row[0], row[1], row[2], row[3]);
    }
  }

  private void writeCapture(Batch batch) throws SQLException {
    CaptureStats stats = batch.capture();
    long source = dimensions.source(batch.source());
    rollups.addCapture(batch.time(), source, stats);
    if (!rollups.isKeptInFull(batch.time())) {
      return;
    }
    List<Object> values = new ArrayList<>(List.of(batch.time(), source));
    for (long value : Bucket.values(stats)) {
      values.add(value);
    }
    Sql.update(capture, values.toArray());
  }
}
