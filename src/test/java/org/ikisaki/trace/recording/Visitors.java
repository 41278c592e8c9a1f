package org.ikisaki.trace.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.ikisaki.trace.recording.Recording.Router;
import org.ikisaki.trace.recording.World.City;
import org.jspecify.annotations.Nullable;

/**
 * The visitors of a server in Tokyo, traced back: a simulated recording of any size, with the
 * access log that it follows.
 */
final class Visitors {
  private static final DateTimeFormatter LOG_TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");
  private static final String HOME_COUNTRY = "JP";

  /** By way of where a continent's packets come: the share of a hundred, and the hubs. */
  private static final Map<String, List<String>> WAYS =
      Map.of(
          "america", List.of("60 sanjose US", "40 losangeles US"),
          "south", List.of("100 losangeles US,miami US"),
          "europe",
              List.of(
                  "55 london GB,frankfurtammain DE", "45 losangeles US,newyorkcity US,london GB"),
          "asia", List.of("70 hongkong HK,singapore SG", "20 singapore SG", "10 losangeles US"),
          "africa",
              List.of("50 singapore SG,mumbai IN", "50 losangeles US,newyorkcity US,london GB"),
          "near", List.of("90 ", "10 losangeles US"));

  private final World world;
  private final Recording recording;
  private final Random random;
  private final List<Visitor> visitors = new ArrayList<>();

  private Visitors(World world, Recording recording) {
    this.world = world;
    this.recording = recording;
    this.random = recording.random();
  }

  /**
   * Writes {@code traces.txt}, {@code access.log}, databases and a configuration.
   *
   * @param routers on the way, about
   */
  static Written write(
      Path directory, int countries, int hosts, int routers, int accesses, int paths)
      throws IOException {
    World world = World.load(countries);
    City tokyo = world.city("tokyo", HOME_COUNTRY);
    try (Recording recording = new Recording(directory, tokyo.location())) {
      Visitors all = new Visitors(world, recording);
      all.invite(hosts, Math.max(1, routers / hosts));
      all.visit(directory, accesses);
      for (int i = 0; i < paths; i++) {
        all.trace(all.visitors.get(i % hosts));
      }
      return new Written(recording.addresses(), world.countries().size());
    }
  }

  /** Each country has one at least; large cities have more. */
  private void invite(int hosts, int routersEach) {
    List<String> countries = world.countries();
    for (int i = 0; i < hosts; i++) {
      String country =
          i < countries.size()
              ? countries.get(i)
              : countries.get((int) (countries.size() * Math.pow(random.nextDouble(), 3)));
      List<City> cities = world.cities(country);
      City city = cities.get((int) (cities.size() * Math.pow(random.nextDouble(), 2)));
      String operator = "isp" + (1 + random.nextInt(3)) + "-" + country.toLowerCase(Locale.ROOT);
      visitors.add(
          new Visitor(recording.host(city, operator, null), i * routersEach, region(city)));
    }
  }

  private void visit(Path directory, int accesses) throws IOException {
    try (PrintWriter log =
        new PrintWriter(Files.newBufferedWriter(directory.resolve("access.log"), UTF_8))) {
      for (int i = 0; i < accesses; i++) {
        Visitor visitor = visitors.get(i < visitors.size() ? i : random.nextInt(visitors.size()));
        log.printf(
            "%s - - [%s] \"GET /blog/%d HTTP/1.1\" 200 5120 \"-\" \"simulated\"%n",
            visitor.host.address(), LOG_TIME.format(START.plusSeconds(45L * i)), i % 100);
      }
    }
  }

  private void trace(Visitor visitor) {
    City tokyo = world.city("tokyo", HOME_COUNTRY);
    List<@Nullable Router> way = new ArrayList<>();
    way.add(recording.router(tokyo, "hosting", 1 + random.nextInt(2), true));
    way.add(recording.router(tokyo, "carrier1", 1 + random.nextInt(4), true));
    String carrier = "carrier" + (1 + random.nextInt(5));
    for (City hub : hubs(visitor.region)) {
      way.add(recording.router(hub, carrier, 1 + random.nextInt(4), true));
      way.add(recording.router(hub, carrier, 5 + random.nextInt(4), random.nextInt(3) > 0));
    }
    City capital = world.cities(visitor.host.city().location().country()).get(0);
    if (random.nextInt(8) == 0) {
      way.add(null);
    }
    way.add(recording.router(capital, visitor.host.operator(), 1 + random.nextInt(2), true));
    way.add(
        recording.router(
            visitor.host.city(),
            visitor.host.operator(),
            100 + visitor.access,
            visitor.access % 3 > 0));
    way.add(visitor.host);
    recording.trace(visitor.host.address().toString(), way);
  }

  private List<City> hubs(String region) {
    int lot = random.nextInt(100);
    for (String way : WAYS.getOrDefault(region, List.of())) {
      int space = way.indexOf(' ');
      lot -= Integer.parseInt(way.substring(0, space));
      if (lot < 0) {
        return cities(way.substring(space + 1));
      }
    }
    return List.of();
  }

  private List<City> cities(String list) {
    List<City> cities = new ArrayList<>();
    for (String city : list.isEmpty() ? new String[0] : list.split(",", -1)) {
      cities.add(
          world.city(city.substring(0, city.indexOf(' ')), city.substring(city.indexOf(' ') + 1)));
    }
    return cities;
  }

  private static String region(City city) {
    double longitude = city.location().longitude();
    double latitude = city.location().latitude();
    if (longitude < -30) {
      return latitude > 15 ? "america" : "south";
    }
    if (longitude < 45 && latitude > 36) {
      return "europe";
    }
    if (longitude < 55) {
      return "africa";
    }
    return longitude > 115 && latitude > 20 ? "near" : "asia";
  }

  private record Visitor(Router host, int access, String region) {}

  /** How much it is. */
  record Written(int addresses, int countries) {}
}
