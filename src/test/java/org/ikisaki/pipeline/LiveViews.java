package org.ikisaki.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.ikisaki.flow.DeviceId;
import org.ikisaki.geo.Place;
import org.ikisaki.naming.NameSource;
import org.ikisaki.service.Catalogue;
import org.ikisaki.service.RuleSet;
import org.ikisaki.service.Rules;
import org.ikisaki.store.Counters;
import org.ikisaki.store.Endpoint;
import org.ikisaki.store.IntervalRows;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.store.IntervalRows.Traffic;
import org.ikisaki.store.Visibility;
import org.ikisaki.wire.IpAddress;

/** Live views for the tests of those who show them. */
public final class LiveViews {
  private static final DeviceId LAPTOP = new DeviceId("02:00:00:00:00:02");

  private LiveViews() {}

  /** One that reads services from the catalogue, and has heard nothing. */
  public static LiveView empty() {
    return new LiveView(new ServiceReading(RuleSet.of(Rules.NONE, Catalogue.rules())));
  }

  /** One device received {@code bytes} from {@code host} in the interval before {@code end}. */
  public static void hear(LiveView live, Instant end, String host, long bytes) {
    hear(live, end, host, bytes, 0, 0);
  }

  /** The same, with frames that were lost and frames that were heard twice. */
  public static void hear(
      LiveView live, Instant end, String host, long bytes, long lost, long duplicates) {
    hear(
        live,
        end,
        host,
        bytes,
        new CaptureStats(1 + duplicates, bytes + 14, 1, bytes, 0, 0, lost, 0, duplicates, 0, 0, 0));
  }

  /** One frame, in an interval with a gap, two evictions and three openings left unread. */
  public static void hearInTrouble(LiveView live, Instant end) {
    hear(
        live,
        end,
        "www.youtube.com",
        1_000,
        new CaptureStats(1, 1_014, 1, 1_000, 0, 0, 0, 0, 0, 1, 2, 3));
  }

  private static void hear(
      LiveView live, Instant end, String host, long bytes, CaptureStats captured) {
    Endpoint endpoint =
        new Endpoint(
            host, null, IpAddress.parse("203.0.113.0"), 6, 443, Place.UNKNOWN, NameSource.SNI);
    live.add(
        new IntervalRows(
            "eth0",
            end.minus(CaptureLoop.INTERVAL),
            end,
            List.of(new Traffic(LAPTOP, endpoint, new Counters(bytes, 0, 1, 0, 1))),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Set.of(),
            List.of(),
            Visibility.NONE,
            captured));
  }
}
