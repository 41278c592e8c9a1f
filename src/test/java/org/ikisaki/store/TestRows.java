package org.ikisaki.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ikisaki.flow.DeviceId;
import org.ikisaki.geo.Place;
import org.ikisaki.naming.Claim;
import org.ikisaki.naming.ClueKind;
import org.ikisaki.naming.DeviceClue;
import org.ikisaki.naming.DnsAnswer;
import org.ikisaki.naming.Name;
import org.ikisaki.naming.NameSource;
import org.ikisaki.service.Service;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.store.IntervalRows.DeviceAddress;
import org.ikisaki.store.IntervalRows.OwnName;
import org.ikisaki.store.IntervalRows.Traffic;
import org.ikisaki.wire.IpAddress;

/** Makes intervals, and classifies hosts by their last two labels. */
final class TestRows {
  static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
  static final DeviceId TV = new DeviceId("02:00:00:00:00:01");
  static final DeviceId PHONE = new DeviceId("02:00:00:00:00:02");

  /** What they are called as long as nobody says more. */
  static final String TV_LABEL = "private 00:01";

  static final String PHONE_LABEL = "private 00:02";
  static final Place SOMEWHERE = new Place(64500, "Example Networks", "CO");
  static final CaptureStats STATS =
      new CaptureStats(100, 90_000, 90, 88_000, 4, 1, 2, 3, 5, 6, 7, 8);
  static final Classifier BY_DOMAIN = classifier("");

  private final String source;
  private final Instant start;
  private final List<Traffic> traffic = new ArrayList<>();
  private final List<DeviceAddress> addresses = new ArrayList<>();
  private final List<DnsAnswer> answers = new ArrayList<>();
  private final List<OwnName> ownNames = new ArrayList<>();
  private final List<Claim> claims = new ArrayList<>();
  private final Set<DeviceId> seen = new LinkedHashSet<>();
  private final List<DeviceClue> clues = new ArrayList<>();

  private Visibility visibility = Visibility.NONE;

  private TestRows(String source, Instant start) {
    this.source = source;
    this.start = start;
  }

  /** The {@code index}th interval of ten seconds after {@link #START}. */
  static TestRows interval(int index) {
    return interval("eth0", index);
  }

  static TestRows interval(String source, int index) {
    return new TestRows(source, time(index));
  }

  static Instant time(int index) {
    return START.plus(Duration.ofSeconds(10L * index));
  }

  static Counters counters(long bytes) {
    return new Counters(bytes, bytes / 10, bytes / 100 + 1, bytes / 200 + 1, 1);
  }

  static Endpoint named(String host) {
    return new Endpoint(
        host, null, IpAddress.parse("203.0.113.0"), 6, 443, SOMEWHERE, NameSource.SNI);
  }

  static Endpoint unnamed(String address) {
    IpAddress parsed = IpAddress.parse(address);
    return new Endpoint(null, parsed, Addresses.network(parsed), 17, 443, Place.UNKNOWN, null);
  }

  static Classifier classifier(String prefix) {
    return new Classifier(
        subject -> {
          String host = subject.host();
          if (host == null) {
            return new Service("AS" + subject.asn() + " (unnamed)", "");
          }
          int dot = host.lastIndexOf('.', host.lastIndexOf('.') - 1);
          return new Service(prefix + host.substring(dot + 1), "web");
        });
  }

  TestRows traffic(DeviceId device, Endpoint endpoint, long bytes) {
    traffic.add(new Traffic(device, endpoint, counters(bytes)));
    return this;
  }

  /** A handshake of so many microseconds on either side, and 100 bytes. */
  TestRows handshake(DeviceId device, Endpoint endpoint, long local, long remote) {
    traffic.add(new Traffic(device, endpoint, counters(100), new RoundTrips(1, local, remote)));
    return this;
  }

  TestRows traffic(DeviceId device, String host, long bytes) {
    return traffic(device, named(host), bytes);
  }

  TestRows address(DeviceId device, String address) {
    addresses.add(new DeviceAddress(device, IpAddress.parse(address)));
    return this;
  }

  TestRows answer(DeviceId device, String name, int rcode, String... results) {
    answers.add(
        new DnsAnswer(
            start.getEpochSecond() * 1_000_000_000L,
            device.text(),
            IpAddress.parse("192.0.2.10"),
            IpAddress.parse("192.0.2.1"),
            name,
            "udp",
            true,
            rcode,
            List.of(),
            List.of(results).stream().map(IpAddress::parse).toList()));
    return this;
  }

  TestRows ownName(DeviceId device, String address, String host) {
    ownNames.add(
        new OwnName(
            device.text(), IpAddress.parse(address), new Name(host, NameSource.SNI), start));
    return this;
  }

  /** Somebody says something of a device that is there. */
  TestRows clue(DeviceId device, ClueKind kind, String value) {
    seen.add(device);
    clues.add(new DeviceClue(device.text(), kind, value));
    return this;
  }

  /** Something is said of a device that may not be there. */
  TestRows said(DeviceClue clue) {
    clues.add(clue);
    return this;
  }

  TestRows seen(DeviceId device) {
    seen.add(device);
    return this;
  }

  private Set<DeviceId> devices() {
    Set<DeviceId> devices = new LinkedHashSet<>(seen);
    addresses.forEach(address -> devices.add(address.device()));
    traffic.forEach(row -> devices.add(row.device()));
    return devices;
  }

  TestRows visibility(Visibility seen) {
    visibility = seen;
    return this;
  }

  TestRows claim(DeviceId device, String address, NameSource source, String... hosts) {
    claims.add(
        new Claim(
            start.getEpochSecond() * 1_000_000_000L,
            device.text(),
            IpAddress.parse(address),
            List.of(hosts),
            source));
    return this;
  }

  IntervalRows build() {
    return new IntervalRows(
        source,
        start,
        start.plusSeconds(10),
        traffic,
        addresses,
        answers,
        ownNames,
        claims,
        devices(),
        clues,
        visibility,
        STATS);
  }
}
