package org.ikisaki.geo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CitiesTest {
  private static final IpAddress ADDRESS = IpAddress.parse("203.0.113.80");
  private static final Spot OSLO = new Spot(59.91, 10.75, "Oslo", "NO");

  @TempDir private Path directory;

  @Test
  void maxMindAndDbIpNestThem() throws IOException {
    assertThat(
            look(
                Map.of(
                    "city", Map.of("geoname_id", 1, "names", Map.of("en", "Oslo")),
                    "country", Map.of("iso_code", "NO"),
                    "location", Map.of("latitude", 59.91, "longitude", 10.75))))
        .contains(OSLO);
  }

  @Test
  void ipinfoHasThemAsText() throws IOException {
    assertThat(look(Map.of("city", "Oslo", "country", "NO", "lat", "59.91", "lng", "10.75")))
        .contains(OSLO);
    assertThat(look(Map.of("city", "Oslo", "country_code", "no", "loc", "59.91,10.75")))
        .contains(OSLO);
  }

  @Test
  void flatFilesHaveThemAsNumbers() throws IOException {
    assertThat(
            look(
                Map.of(
                    "city", "Oslo", "country_code", "NO", "latitude", 59.91, "longitude", 10.75)))
        .contains(OSLO);
  }

  @Test
  void aQuarterOfTheCityIsLeftOut() throws IOException {
    Map<String, ?> record =
        Map.of(
            "city",
            Map.of("names", Map.of("en", "Oslo (Gamle Oslo)")),
            "country",
            Map.of("iso_code", "NO"),
            "location",
            Map.of("latitude", 59.91, "longitude", 10.75));

    assertThat(look(record)).contains(OSLO);
  }

  @Test
  void whatSaysNoCityOrNoPointOnEarthIsNone() throws IOException {
    assertThat(look(Map.of("country", Map.of("iso_code", "NO")))).isEmpty();
    assertThat(look(Map.of("city", "Oslo", "country", "NO"))).isEmpty();
    assertThat(look(Map.of("city", "Oslo", "loc", "59.91"))).isEmpty();
    assertThat(look(Map.of("city", "Oslo", "lat", "north", "lng", "10.75"))).isEmpty();
    assertThat(look(Map.of("city", "Oslo", "latitude", 99.0, "longitude", 10.75))).isEmpty();
    assertThat(look(Map.of("city", "Oslo", "latitude", Double.NaN, "longitude", 1.0))).isEmpty();
    assertThat(look(Map.of("city", "\u0007", "latitude", 1.0, "longitude", 1.0))).isEmpty();
    assertThat(look(Map.of("city", "x".repeat(121), "latitude", 1.0, "longitude", 1.0))).isEmpty();
    assertThat(look(Map.of("latitude", 1.0, "longitude", 1.0))).isEmpty();
  }

  @Test
  void privateAddressesAreInNoCity() throws IOException {
    assertThat(
            places(Map.of("city", "Oslo", "loc", "59.91,10.75")).spot(IpAddress.parse("10.0.0.1")))
        .isEmpty();
  }

  private Optional<Spot> look(Map<String, ?> record) throws IOException {
    return places(record).spot(ADDRESS);
  }

  private Places places(Map<String, ?> record) throws IOException {
    Path file = directory.resolve("city.mmdb");
    Files.write(
        file,
        MmdbWriter.ofBothVersions("City")
            .add("203.0.113.0/24", record)
            .add("10.0.0.0/8", record)
            .toBytes());
    return Places.open(new GeoSettings(null, file));
  }
}
