package org.ikisaki.cli;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ikisaki.daemon.Settings;
import org.ikisaki.geo.Places;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.Trace;
import org.ikisaki.trace.TraceSettings;
import org.ikisaki.trace.place.Corrections;
import org.ikisaki.trace.place.Gazetteer;
import org.ikisaki.trace.place.NameHints;
import org.ikisaki.trace.place.PlaceText;
import org.ikisaki.trace.place.Placer;
import org.ikisaki.trace.place.Sources;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where traces begin, and from that where their hops are. */
final class PlacingOptions {
  @Option(
      names = "--home",
      paramLabel = "PLACE",
      description =
          "Where they were traced from, for what light allows: \"Oslo, NO\" or \"59.91, 10.75\" (default: trace.home of the configuration).")
  private @Nullable String home;

  List<PlacedTrace> place(Settings settings, List<Trace> traces) throws IOException, Failure {
    Gazetteer gazetteer = Gazetteer.load();
    Optional<Location> from = home(settings.trace(), gazetteer);
    try (Places places = Places.open(settings.geo())) {
      Sources sources =
          new Sources(places::lookup, address -> city(places, address), origin -> from);
      return new Placer(
              gazetteer,
              new NameHints(gazetteer),
              corrections(settings.trace(), gazetteer),
              sources)
          .place(traces);
    }
  }

  private static Optional<Location> city(Places places, IpAddress address) {
    return places
        .spot(address)
        .map(at -> new Location(at.latitude(), at.longitude(), at.city(), at.country()));
  }

  private Optional<Location> home(TraceSettings settings, Gazetteer gazetteer) throws Failure {
    String text = home != null ? home : settings.home();
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(location(home != null ? "--home" : "trace.home", text, gazetteer));
  }

  private static Corrections corrections(TraceSettings settings, Gazetteer gazetteer)
      throws Failure {
    Map<IpAddress, Location> addresses = new HashMap<>();
    Map<String, Location> domains = new HashMap<>();
    for (Map.Entry<String, String> stated : settings.places().entrySet()) {
      Location place = location("trace.places", stated.getValue(), gazetteer);
      try {
        addresses.put(IpAddress.parse(stated.getKey()), place);
      } catch (IllegalArgumentException e) {
        domains.put(stated.getKey(), place);
      }
    }
    return new Corrections(addresses, domains);
  }

  private static Location location(String where, String text, Gazetteer gazetteer) throws Failure {
    return PlaceText.parse(text, gazetteer)
        .orElseThrow(
            () ->
                new Failure(
                    "%s: no city of 20,000 people or more is called \"%s\": write it as \"Oslo, NO\", or give latitude and longitude as \"59.91, 10.75\""
                        .formatted(where, text)));
  }
}
