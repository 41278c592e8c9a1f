package org.ikisaki.trace.render;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ikisaki.text.Csv;
import org.ikisaki.trace.Hop;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.PlacedTrace.PlacedHop;

/** Traces as a table of comma-separated values, a row an address of a hop. */
final class TraceCsv {
  private static final List<String> HEADINGS =
      List.of(
          "target",
          "target_address",
          "started",
          "ttl",
          "address",
          "name",
          "rtt_ms",
          "loss",
          "asn",
          "organisation",
          "registered",
          "kind",
          "city",
          "country",
          "latitude",
          "longitude",
          "confidence",
          "reason",
          "nat");
  private static final double NANOS_PER_MILLI = 1e6;

  private TraceCsv() {}

  static void write(Iterable<PlacedTrace> traces, Appendable out) throws IOException {
    Csv.row(out, HEADINGS);
    for (PlacedTrace trace : traces) {
      for (PlacedHop hop : trace.hops()) {
        Csv.row(out, row(trace, hop));
      }
    }
  }

  private static List<Object> row(PlacedTrace placed, PlacedHop hop) {
    List<Object> row = new ArrayList<>();
    row.add(placed.trace().target().name());
    row.add(placed.trace().target().address());
    row.add(placed.trace().started());
    row.add(hop.hop().ttl());
    row.add(hop.address() == null ? "" : hop.address());
    row.add(hop.name() == null ? "" : hop.name());
    row.add(millis(hop.hop()));
    row.add(number(hop.hop().loss(), 2));
    row.add(hop.network().asn());
    row.add(hop.network().asOrg());
    row.add(hop.network().country());
    row.add(hop.placement().kind().name().toLowerCase(Locale.ROOT));
    Location location = hop.placement().location();
    row.add(location == null ? "" : location.city());
    row.add(location == null ? "" : location.country());
    row.add(location == null ? "" : number(location.latitude(), 4));
    row.add(location == null ? "" : number(location.longitude(), 4));
    row.add(number(hop.placement().confidence(), 2));
    row.add(hop.placement().reason());
    row.add(hop.address() != null && hop.hop().isTranslated(hop.address()));
    return row;
  }

  private static Object millis(Hop hop) {
    return hop.bestRoundTrip().isPresent()
        ? number(hop.bestRoundTrip().getAsLong() / NANOS_PER_MILLI, 3)
        : "";
  }

  /** Fewer digits read better, and no locale's comma comes in. */
  private static BigDecimal number(double value, int digits) {
    return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP);
  }
}
