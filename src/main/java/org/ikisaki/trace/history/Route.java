package org.ikisaki.trace.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.PlacedTrace.PlacedHop;

/**
 * A way in short: through which networks and by which cities, each once in a row.
 *
 * <p>Two traces of one way differ all the time: a router keeps silent, load is balanced over
 * several. So routers themselves don't count, nor does one way lack what the other has. A route
 * changed if each has a network, or each has a city, that the other doesn't have at that place.
 *
 * @param networks AS numbers, those unknown left out
 * @param cities as {@code Oslo, NO}, of hops that are surely there
 */
record Route(List<Integer> networks, List<String> cities) {
  /** A name says so and nothing speaks against it, or better. */
  private static final double SURE = 0.7;

  private static final String CITIES = "|";
  private static final String BETWEEN = ">";

  Route {
    networks = List.copyOf(networks);
    cities = List.copyOf(cities);
  }

  static Route of(PlacedTrace trace) {
    List<Integer> networks = new ArrayList<>();
    List<String> cities = new ArrayList<>();
    for (PlacedHop hop : trace.hops()) {
      if (hop.network().asn() != 0) {
        addOnce(networks, hop.network().asn());
      }
      Location at = hop.placement().location();
      if (at != null && !at.city().isEmpty() && hop.placement().confidence() >= SURE) {
        addOnce(cities, at.city() + ", " + at.country());
      }
    }
    return new Route(networks, cities);
  }

  private static <T> void addOnce(List<T> list, T next) {
    if (list.isEmpty() || !list.get(list.size() - 1).equals(next)) {
      list.add(next);
    }
  }

  /** As the store keeps it: {@code 224>1299|Oslo, NO>Stockholm, SE}. */
  String text() {
    return join(networks) + CITIES + join(cities);
  }

  private static String join(List<?> list) {
    return list.stream()
        .map(each -> each.toString().replace(CITIES, " ").replace(BETWEEN, " "))
        .collect(Collectors.joining(BETWEEN));
  }

  /** Reads {@link #text}; what is none of it is left out. */
  static Route parse(String text) {
    int cities = text.indexOf(CITIES);
    List<Integer> networks = new ArrayList<>();
    for (String network : split(cities < 0 ? text : text.substring(0, cities))) {
      try {
        networks.add(Integer.parseInt(network));
      } catch (NumberFormatException e) {
        // Of a later version of this program, perhaps.
      }
    }
    return new Route(networks, cities < 0 ? List.of() : split(text.substring(cities + 1)));
  }

  private static List<String> split(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(BETWEEN, -1));
  }

  /** Why it is none of those before, the newest first; empty at the first time, or if it is one. */
  Optional<String> change(List<Route> recent) {
    List<Route> whole = recent.stream().filter(route -> isWhole(route, recent)).toList();
    if (whole.isEmpty() || whole.stream().anyMatch(this::isSameWay)) {
      return Optional.empty();
    }
    Route last = whole.get(0);
    return Optional.of(
        areSameWay(networks, last.networks)
            ? "by way of %s, before by way of %s".formatted(words(cities), words(last.cities))
            : "through %s, before through %s"
                .formatted(networkWords(networks), networkWords(last.networks)));
  }

  /** One with gaps may be a part of several others, and so is no witness for any. */
  private static boolean isWhole(Route route, List<Route> all) {
    return all.stream()
        .noneMatch(
            other ->
                !other.equals(route)
                    && isWithin(route.networks, other.networks)
                    && isWithin(route.cities, other.cities));
  }

  private static String words(List<String> list) {
    return list.isEmpty() ? "unknown places" : String.join(" → ", list);
  }

  private static String networkWords(List<Integer> list) {
    return list.isEmpty()
        ? "unknown networks"
        : list.stream()
            .map(asn -> "AS" + Integer.toUnsignedString(asn))
            .collect(Collectors.joining(" → "));
  }

  private boolean isSameWay(Route other) {
    return areSameWay(networks, other.networks) && areSameWay(cities, other.cities);
  }

  /** Whether one is the other with some left out. */
  private static <T> boolean areSameWay(List<T> a, List<T> b) {
    return isWithin(a, b) || isWithin(b, a);
  }

  private static <T> boolean isWithin(List<T> few, List<T> many) {
    int at = 0;
    for (int i = 0; i < many.size() && at < few.size(); i++) {
      if (many.get(i).equals(few.get(at))) {
        at++;
      }
    }
    return at == few.size();
  }
}
