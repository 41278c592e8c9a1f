package org.ikisaki.endurance;

import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.ikisaki.flow.DeviceId;
import org.ikisaki.geo.Place;
import org.ikisaki.naming.DnsAnswer;
import org.ikisaki.naming.NameSource;
import org.ikisaki.store.Counters;
import org.ikisaki.store.Endpoint;
import org.ikisaki.store.IntervalRows;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.store.IntervalRows.Traffic;
import org.ikisaki.store.Visibility;
import org.ikisaki.wire.IpAddress;

/**
 * The intervals of a household of 20 devices that know 60 endpoints each, of which 50 are in use in
 * a mean ten seconds: few at night, many in the evening. Who is in use stays so for another ten
 * seconds four times in five; who comes anew is drawn unevenly, and mostly asks for its name first.
 * The same every time.
 */
final class HouseholdLoad {
  static final Duration INTERVAL = Duration.ofSeconds(10);
  static final int DEVICES = 20;
  static final int ENDPOINTS_EACH = 60;
  static final int PAIRS = DEVICES * ENDPOINTS_EACH;
  static final int ACTIVE = 50;

  private static final int HOSTS_PER_SERVICE = 15;
  private static final double STAYS = 0.8;
  private static final double ASKS = 0.6;
  private static final IpAddress RESOLVER = IpAddress.parse("192.0.2.1");

  private final SplittableRandom random;
  private final List<DeviceId> devices = new ArrayList<>();
  private final List<Endpoint> endpoints = new ArrayList<>();
  private final List<IpAddress> addresses = new ArrayList<>();
  private final BitSet active = new BitSet(PAIRS);

  HouseholdLoad() {
    this(1);
  }

  /** Another household for another seed: with the same devices and hosts, but other habits. */
  HouseholdLoad(long seed) {
    random = new SplittableRandom(seed);
    for (int i = 0; i < DEVICES; i++) {
      devices.add(new DeviceId("02:00:00:00:00:%02x".formatted(i)));
    }
    for (int pair = 0; pair < PAIRS; pair++) {
      int number = pair % (PAIRS / 2);
      IpAddress address =
          IpAddress.parse("198.51.%d.%d".formatted(100 + number / 250, 1 + number % 250));
      addresses.add(address);
      endpoints.add(
          new Endpoint(
              "host%d.service%d.example".formatted(number, number / HOSTS_PER_SERVICE),
              null,
              address.network(24),
              pair % 3 == 0 ? 17 : 6,
              443,
              new Place(64_500 + number % 20, "Example Networks " + number % 20, "CO"),
              NameSource.DNS));
    }
  }

  /** What passes in the ten seconds from {@code start} on. */
  IntervalRows next(Instant start) {
    List<DnsAnswer> answers = new ArrayList<>();
    choose(start, answers);
    List<Traffic> traffic = new ArrayList<>();
    active.stream()
        .forEach(
            pair -> {
              long down = (long) Math.pow(10, 2 + 4 * random.nextDouble());
              long up = down / (2 + random.nextInt(20)) + 60;
              traffic.add(
                  new Traffic(
                      devices.get(pair / ENDPOINTS_EACH),
                      endpoints.get(pair),
                      new Counters(
                          down, up, down / 1_200 + 1, up / 400 + 1, random.nextInt(3) / 2)));
            });
    long frames = traffic.size() * 40L;
    return new IntervalRows(
        "eth0",
        start,
        start.plus(INTERVAL),
        traffic,
        List.of(),
        answers,
        List.of(),
        List.of(),
        traffic.stream().map(Traffic::device).collect(toSet()),
        List.of(),
        Visibility.NONE,
        new CaptureStats(frames, frames * 700, frames - 4, frames * 690, 4, 0, 0, 0, 0, 0, 0, 0));
  }

  private void choose(Instant start, List<DnsAnswer> answers) {
    for (int pair = active.nextSetBit(0); pair >= 0; pair = active.nextSetBit(pair + 1)) {
      if (random.nextDouble() > STAYS) {
        active.clear(pair);
      }
    }
    double hour = start.getEpochSecond() % 86_400 / 3_600.0;
    double wanted = ACTIVE * (1 - 0.6 * Math.cos((hour - 8) / 24 * 2 * Math.PI + Math.PI / 4));
    while (active.cardinality() < wanted) {
      // The product of two draws: a few pairs are in use all day, most now and then.
      int rank = (int) (random.nextDouble() * random.nextDouble() * PAIRS);
      int pair = rank * 7 % PAIRS;
      if (!active.get(pair)) {
        active.set(pair);
        if (random.nextDouble() < ASKS) {
          answers.add(answer(pair, start));
        }
      }
    }
  }

  private DnsAnswer answer(int pair, Instant time) {
    return new DnsAnswer(
        time.getEpochSecond() * 1_000_000_000L,
        devices.get(pair / ENDPOINTS_EACH).text(),
        IpAddress.parse("192.0.2." + (10 + pair / ENDPOINTS_EACH)),
        RESOLVER,
        String.valueOf(endpoints.get(pair).host()),
        "udp",
        true,
        0,
        List.of(),
        List.of(addresses.get(pair)));
  }
}
