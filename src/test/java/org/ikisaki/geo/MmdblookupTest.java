package org.ikisaki.geo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ikisaki.testing.Programs;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What we read is what libmaxminddb's own program reads, whatever the layout. */
class MmdblookupTest {
  private static final int ADDRESSES = 10_000;
  private static final int NETWORKS = 2_000;

  /** The program prints a record's fields so, and ends it with an empty line. */
  private static final Pattern FIELD = Pattern.compile("\"(\\w+)\": *\\n *(?:\"(.*)\"|(\\d+)) <");

  private final Path directory;

  MmdblookupTest(@TempDir Path directory) {
    this.directory = directory;
  }

  /** How three makers write the same facts. */
  private enum Layout {
    DB_IP("DBIP-ASN-Country-Lite", 24) {
      @Override
      Map<String, Object> record(int asn, String organisation, String country) {
        return Map.of(
            "autonomous_system_number",
            (long) asn,
            "autonomous_system_organization",
            organisation,
            "country",
            Map.of("iso_code", country, "names", Map.of("en", "somewhere")));
      }
    },
    MAXMIND("GeoLite2-City", 28) {
      @Override
      Map<String, Object> record(int asn, String organisation, String country) {
        return Map.of(
            "autonomous_system_number",
            (long) asn,
            "autonomous_system_organization",
            organisation,
            "city",
            Map.of("geoname_id", 1L, "names", Map.of("en", "some city")),
            "country",
            Map.of("geoname_id", 2L, "is_in_european_union", 1L, "iso_code", country),
            "location",
            Map.of("latitude", 1.5, "longitude", -2.5),
            "registered_country",
            Map.of("geoname_id", 3L));
      }
    },
    IPINFO("ipinfo generic_free_country_asn.mmdb", 32) {
      @Override
      Map<String, Object> record(int asn, String organisation, String country) {
        return Map.of(
            "asn", "AS" + asn, "as_name", organisation, "country_code", country, "country", "Land");
      }
    };

    private final String type;
    private final int recordSize;

    Layout(String type, int recordSize) {
      this.type = type;
      this.recordSize = recordSize;
    }

    abstract Map<String, Object> record(int asn, String organisation, String country);
  }

  @ParameterizedTest
  @EnumSource
  void everyLookupIsTheSame(Layout layout) throws Exception {
    Programs.require("mmdblookup", "mmdb-bin");
    Path file = Files.write(directory.resolve("both.mmdb"), database(layout));
    List<IpAddress> addresses = addresses();
    List<Place> expected = ask(file, addresses);
    assertThat(expected).hasSize(ADDRESSES).contains(Place.UNKNOWN);
    assertThat(expected.stream().filter(place -> place.asn() != 0)).hasSizeGreaterThan(1_000);
    try (Places places = Places.open(new GeoSettings(file, file))) {
      for (int i = 0; i < ADDRESSES; i++) {
        assertThat(places.lookup(addresses.get(i)))
            .as("%s", addresses.get(i))
            .isEqualTo(expected.get(i));
      }
      assertThat(places.failures()).isZero();
    }
  }

  private static byte[] database(Layout layout) {
    MmdbWriter writer = new MmdbWriter(layout.recordSize, 6, layout.type);
    SplittableRandom random = new SplittableRandom(layout.ordinal());
    for (int i = 0; i < NETWORKS; i++) {
      int length = random.nextInt(8, 25);
      IpAddress address = i % 4 == 0 ? ipv6(random) : IpAddress.ofIpv4(publicIpv4(random));
      String country = "" + (char) random.nextInt('A', 'Z') + (char) random.nextInt('A', 'Z');
      int asn = random.nextInt(1, 400_000);
      writer.add(
          address.network(address.isIpv4() ? length : 2 * length)
              + "/"
              + (address.isIpv4() ? length : 2 * length),
          layout.record(asn, "Örg \"" + asn + "\" Ltd.", country));
    }
    return writer.toBytes();
  }

  private static List<IpAddress> addresses() {
    SplittableRandom random = new SplittableRandom(42);
    List<IpAddress> addresses = new ArrayList<>();
    while (addresses.size() < ADDRESSES) {
      addresses.add(
          addresses.size() % 4 == 0 ? ipv6(random) : IpAddress.ofIpv4(publicIpv4(random)));
    }
    return addresses;
  }

  /** Of those that look-ups are made for at all. */
  private static int publicIpv4(SplittableRandom random) {
    int address = random.nextInt();
    return SpecialAddresses.contains(IpAddress.ofIpv4(address)) ? publicIpv4(random) : address;
  }

  /** Few first bits, so that networks are met. */
  private static IpAddress ipv6(SplittableRandom random) {
    return new IpAddress(
        0x2000_0000_0000_0000L | (random.nextLong() & 0x00ff_ffff_ffff_ffffL) << 4 >>> 8,
        random.nextLong());
  }

  /** Runs the program once an address, all of them through xargs. */
  private List<Place> ask(Path file, List<IpAddress> addresses) throws Exception {
    Path list = directory.resolve("addresses");
    Path output = directory.resolve("output");
    Files.write(list, addresses.stream().map(IpAddress::toString).toList());
    Process process =
        new ProcessBuilder("xargs", "-n", "1", "mmdblookup", "--file", file.toString(), "--ip")
            .redirectInput(list.toFile())
            .redirectOutput(output.toFile())
            .redirectErrorStream(true)
            .start();
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    return parse(Files.readString(output, UTF_8));
  }

  private static List<Place> parse(String output) throws IOException {
    List<Place> places = new ArrayList<>();
    for (String answer : output.strip().split("\n{2,}", -1)) {
      if (answer.contains("Could not find an entry")) {
        places.add(Place.UNKNOWN);
      } else {
        places.add(place(answer));
      }
    }
    return places;
  }

  private static Place place(String answer) {
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher field = FIELD.matcher(answer);
    while (field.find()) {
      fields.put(field.group(1), field.group(2) != null ? field.group(2) : field.group(3));
    }
    String asn = either(fields, "autonomous_system_number", "asn");
    String organisation = either(fields, "autonomous_system_organization", "as_name");
    return new Place(
        Integer.parseInt(asn.replace("AS", "")),
        organisation.replace("\\\"", "\""),
        either(fields, "iso_code", "country_code"));
  }

  private static String either(Map<String, String> fields, String one, String other) {
    String value = fields.containsKey(one) ? fields.get(one) : fields.get(other);
    return Objects.requireNonNull(value, () -> one + " or " + other + " in " + fields);
  }
}
