package org.ikisaki.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.jspecify.annotations.Nullable;

/** A read-only view of the journal, on a connection of its own. Confined to one thread. */
public final class StoreReader implements AutoCloseable {
  /**
   * Opens an existing store; works for a user who may only read it.
   *
   * @throws IOException with a message for the user, if there is none or it can't be read
   */
  public static StoreReader open(Path file) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The largest first; {@code from} inclusive, {@code to} exclusive. */
  public List<TopRow> top(TopBy by, Instant from, Instant to, int limit) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Times whose rows were written or changed after {@code sequence}, oldest change first. */
  public List<Change> changesSince(long sequence, int limit) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** How far an exporter had come, empty before its first time. */
  public OptionalLong cursor(String exporter) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The interval's traffic by device and service. */
  public List<ServicePoint> services(Instant time) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The interval's traffic by country and AS. */
  public List<DestinationPoint> destinations(Instant time) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The interval's traffic by service and host, the largest; the rest is host {@code (other)}. */
  public List<HostPoint> hosts(Instant time, int limit) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The interval's capture counters by source. */
  public List<CapturePoint> capture(Instant time) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The interval's DNS answers by device and RCODE. */
  public List<DnsPoint> dns(Instant time) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Endpoints whose host or address this is, with their totals. */
  public List<EndpointRow> endpoints(String hostOrAddress) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Evidence that names an address, or that a host has given one. */
  public List<EvidenceRow> evidence(String hostOrAddress) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() throws IOException {}

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

  public record Change(long sequence, Instant time) {}

  public record ServicePoint(String device, String service, String category, Counters counters) {}

  public record DestinationPoint(String country, int asn, String asOrg, Counters counters) {}

  public record HostPoint(String service, String host, Counters counters) {}

  public record CapturePoint(String source, CaptureStats stats) {}

  public record DnsPoint(String device, int rcode, long answers) {}

  /**
   * @param evidence label of where its name was learned, null while unnamed
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
      String service,
      String category,
      Instant firstSeen,
      Instant lastSeen,
      Counters counters) {}

  public record EvidenceRow(
      String device,
      String address,
      String host,
      String source,
      Instant firstSeen,
      Instant lastSeen,
      long count) {}
}
