package org.ikisaki.endurance;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.ikisaki.flow.DeviceId;
import org.ikisaki.geo.Place;
import org.ikisaki.naming.NameSource;
import org.ikisaki.service.RuleSet;
import org.ikisaki.store.Counters;
import org.ikisaki.store.Endpoint;
import org.ikisaki.store.IntervalRows;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.store.IntervalRows.Traffic;
import org.ikisaki.store.Retention;
import org.ikisaki.store.SeriesSettings;
import org.ikisaki.store.Store;
import org.ikisaki.store.StoreSettings;
import org.ikisaki.store.Visibility;
import org.ikisaki.wire.IpAddress;

/**
 * Commits interval after interval, and says the number of each on its standard output once that is
 * safe, until it is killed. Arguments: the file, the number of the first interval.
 *
 * <p>An interval is ten minutes after the last, so that all levels are written all the time.
 */
public final class CommittingWriter {
  static final int ROWS = 25;
  static final long BYTES = 1_000;
  static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration STEP = Duration.ofMinutes(10);

  private CommittingWriter() {}

  public static void main(String[] arguments) throws IOException {
    StoreSettings settings =
        new StoreSettings(
            null,
            Duration.ofSeconds(60),
            Retention.DEFAULTS,
            Duration.ZERO,
            ZoneId.of("Europe/Berlin"),
            SeriesSettings.DEFAULTS);
    try (Store store =
        Store.open(Path.of(arguments[0]), RuleSet.EMPTY, settings, InstantSource.system())) {
      System.out.println("open");
      for (int i = Integer.parseInt(arguments[1]); ; i++) {
        store.add(interval(i));
        store.commit();
        System.out.println(i);
      }
    }
  }

  private static IntervalRows interval(int number) {
    Instant start = FIRST.plus(STEP.multipliedBy(number));
    DeviceId device = new DeviceId("02:00:00:00:00:01");
    List<Traffic> traffic =
        IntStream.range(0, ROWS)
            .mapToObj(
                row ->
                    new Traffic(
                        device,
                        new Endpoint(
                            "h" + row + "-" + number % 10 + ".example.com",
                            null,
                            IpAddress.parse("203.0.113.0"),
                            6,
                            443,
                            Place.UNKNOWN,
                            NameSource.SNI),
                        new Counters(BYTES, 0, 1, 0, 1)))
            .toList();
    return new IntervalRows(
        "eth0",
        start,
        start.plusSeconds(10),
        traffic,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Set.of(),
        List.of(),
        Visibility.NONE,
        CaptureStats.ZERO);
  }
}
