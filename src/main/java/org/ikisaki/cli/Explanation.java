package org.ikisaki.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ikisaki.pipeline.CaptureLoop;
import org.ikisaki.service.RuleSet;
import org.ikisaki.store.EncryptedDnsRow;
import org.ikisaki.store.IntervalRows.DeviceAddress;
import org.ikisaki.store.StoreReader;
import org.ikisaki.store.StoreReader.DeviceCoverage;
import org.ikisaki.store.StoreReader.EndpointRow;
import org.ikisaki.store.StoreReader.EvidenceRow;
import org.ikisaki.store.StoreReader.SharedResolver;
import org.ikisaki.store.UnnamedRow;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * All that a store tells of a subject.
 *
 * @param end of the newest interval that is stored: ages are told as of then
 * @param names what devices are called
 * @param unnamed what of its traffic has no name, by device
 * @param coverage how much was named of the devices concerned, in the last day of what is stored
 * @param encrypted how the devices concerned ask DNS questions encrypted
 * @param resolver the client that asked for the whole house in the last day of what is stored
 */
record Explanation(
    ExplainSubject subject,
    DeviceNames names,
    Instant end,
    List<EndpointRow> endpoints,
    List<UnnamedRow> unnamed,
    List<Candidate> candidates,
    List<DeviceCoverage> coverage,
    List<EncryptedDnsRow> encrypted,
    @Nullable SharedResolver resolver) {
  private static final Duration DAY = Duration.ofDays(1);

  static Explanation read(StoreReader reader, ExplainSubject asked, RuleSet rules)
      throws IOException, Failure {
    DeviceNames names = DeviceNames.read(reader);
    ExplainSubject subject = asked.withDevice(device(reader, names, asked.device()));
    String device = subject.device();
    List<EndpointRow> endpoints =
        (device == null ? reader.endpoints(subject.far()) : reader.endpoints(subject.far(), device))
            .stream().filter(row -> subject.matches(row.protocol(), row.port())).toList();
    List<UnnamedRow> unnamed =
        reader.unnamed(subject.far()).stream()
            .filter(row -> device == null || row.device().equals(device))
            .filter(row -> subject.matches(row.protocol(), row.port()))
            .toList();
    List<EvidenceRow> evidence = reader.evidence(subject.far());
    Instant end = reader.span().map(StoreReader.Span::last).orElse(Instant.EPOCH);
    SharedResolver resolver = resolver(reader, end);
    Set<String> devices =
        Stream.of(
                unnamed.stream().map(UnnamedRow::device),
                evidence.stream().filter(row -> device == null).map(EvidenceRow::device),
                Stream.ofNullable(device))
            .flatMap(found -> found)
            .collect(Collectors.toSet());
    Instant afterEnd = end.plus(CaptureLoop.INTERVAL);
    return new Explanation(
        subject,
        names,
        afterEnd,
        endpoints,
        unnamed,
        Candidate.of(reader, evidence, device, resolver == null ? null : resolver.device(), rules),
        reader.coverage(afterEnd.minus(DAY), afterEnd).stream()
            .filter(row -> devices.contains(row.device()))
            .toList(),
        reader.encryptedDns().stream().filter(row -> devices.contains(row.device())).toList(),
        resolver);
  }

  boolean isEmpty() {
    return endpoints.isEmpty() && candidates.isEmpty();
  }

  /** The device with a MAC address, with an IP address now, or with a name. */
  private static @Nullable String device(
      StoreReader reader, DeviceNames names, @Nullable String asked) throws IOException, Failure {
    if (asked == null || ExplainSubject.isMac(asked)) {
      return asked;
    }
    Optional<IpAddress> address = address(asked);
    if (address.isEmpty()) {
      return names.key(asked);
    }
    return reader.deviceAddresses().stream()
        .filter(known -> known.address().equals(address.get()))
        .map((DeviceAddress known) -> known.device().text())
        .findFirst()
        .orElse(asked);
  }

  private static Optional<IpAddress> address(String text) {
    try {
      return Optional.of(IpAddress.parse(text));
    } catch (IllegalArgumentException name) {
      return Optional.empty();
    }
  }

  private static @Nullable SharedResolver resolver(StoreReader reader, Instant end)
      throws IOException {
    return reader.sharedResolvers().stream()
        .filter(row -> row.lastSeen().isAfter(end.minus(DAY)))
        .findFirst()
        .orElse(null);
  }
}
