package org.ikisaki.trace.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.ikisaki.geo.MmdbWriter;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.recording.World.City;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Writes what traceroute would have printed in a world that is made up, and databases of its
 * addresses: all of documentation networks, names below {@code example}. Round trips follow from
 * distance, with detours.
 */
final class Recording implements AutoCloseable {
  private static final long DOCUMENTATION = 0x2001_0db8_0000_0000L;
  private static final double KM_PER_MILLI = 100;

  private final Random random = new Random(7);
  private final Location home;
  private final PrintWriter traces;
  private final Path directory;
  private final Map<String, Router> routers = new HashMap<>();
  private final List<Router> all = new ArrayList<>();
  private final Map<String, Integer> networks = new HashMap<>();

  Recording(Path directory, Location home) throws IOException {
    this.directory = directory;
    this.home = home;
    Files.createDirectories(directory);
    traces = new PrintWriter(Files.newBufferedWriter(directory.resolve("traces.txt"), UTF_8));
  }

  /**
   * The router of that number of a network in a city; the same each time.
   *
   * @param named whether its name says where it is
   */
  Router router(City city, String operator, int number, boolean named) {
    return routers.computeIfAbsent(
        operator + " " + city.plain() + " " + city.location().country() + " " + number,
        ignored -> {
          String name =
              named
                  ? "cr%d.%s.%s.%s.example"
                      .formatted(
                          number,
                          city.plain(),
                          city.location().country().toLowerCase(Locale.ROOT),
                          operator)
                  : null;
          return add(city, operator, name);
        });
  }

  /** A host at the far end, with an address of its own. */
  Router host(City city, String operator, @Nullable String name) {
    return add(city, operator, name);
  }

  private Router add(City city, String operator, @Nullable String name) {
    int asn = 64_512 + networks.computeIfAbsent(operator, ignored -> networks.size()) % 1_000;
    IpAddress address = new IpAddress(DOCUMENTATION | all.size(), 1);
    Router router = new Router(address, name, city, operator, asn);
    all.add(router);
    return router;
  }

  /** One trace; the last of {@code way} is the target, {@code null} a silent hop. */
  void trace(String target, List<@Nullable Router> way) {
    Router end = way.get(way.size() - 1);
    if (end == null) {
      throw new IllegalArgumentException("a target has an address");
    }
    traces.printf("traceroute to %s (%s), 30 hops max, 60 byte packets%n", target, end.address);
    traces.println(" 1  2001:db8:ffff::1  0.4 ms");
    double kilometres = 0;
    Location at = home;
    for (int i = 0; i < way.size(); i++) {
      Router router = way.get(i);
      if (router == null) {
        traces.printf("%2d  *%n", i + 2);
        continue;
      }
      kilometres += at.kilometresTo(router.city.location());
      at = router.city.location();
      double millis = 0.6 + kilometres / KM_PER_MILLI * 1.2 + 0.3 * random.nextDouble() + 0.1 * i;
      traces.printf(
          Locale.ROOT,
          router.name == null ? "%2d  %3$s  %4$.3f ms%n" : "%2d  %s (%s)  %.3f ms%n",
          i + 2,
          router.name,
          router.address,
          millis);
    }
  }

  Random random() {
    return random;
  }

  int addresses() {
    return all.size();
  }

  /**
   * Writes the databases: routers at their operator's seat, as databases have them, hosts right.
   */
  @Override
  public void close() throws IOException {
    traces.close();
    MmdbWriter asn = new MmdbWriter(28, 6, "Simulated-ASN");
    MmdbWriter city = new MmdbWriter(28, 6, "Simulated-City");
    Map<String, City> seats = new HashMap<>();
    for (Router router : all) {
      String network = router.address + "/64";
      asn.add(
          network,
          Map.of(
              "autonomous_system_number",
              (long) router.asn,
              "autonomous_system_organization",
              router.operator));
      City at =
          router.operator.startsWith("carrier")
              ? seats.computeIfAbsent(router.operator, ignored -> router.city)
              : router.city;
      city.add(
          network,
          Map.of(
              "city",
              Map.of("names", Map.of("en", at.location().city())),
              "country",
              Map.of("iso_code", at.location().country()),
              "location",
              Map.of(
                  "latitude", at.location().latitude(), "longitude", at.location().longitude())));
    }
    Files.write(directory.resolve("asn.mmdb"), asn.toBytes());
    Files.write(directory.resolve("city.mmdb"), city.toBytes());
    Files.writeString(
        directory.resolve("ikisaki.yaml"),
        """
        geo:
          asn: %1$s/asn.mmdb
          country: %1$s/city.mmdb
        trace:
          home: "%2$s, %3$s"
        """
            .formatted(directory.toAbsolutePath(), home.city(), home.country()));
  }

  /** Something with an address. */
  record Router(IpAddress address, @Nullable String name, City city, String operator, int asn) {}
}
