package org.ikisaki.geo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.ikisaki.config.ConfigException;
import org.ikisaki.config.YamlFile;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
  private static final Map<String, Object> EXAMPLE_AS =
      Map.of("autonomous_system_number", 64_500L, "autonomous_system_organization", "Example Net");

  private final Path directory;

  PlacesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @CsvSource({"24,4", "24,6", "28,4", "28,6", "32,4", "32,6"})
  void everyLayoutOfTheTreeIsRead(int recordSize, int ipVersion) throws IOException {
    MmdbWriter writer =
        new MmdbWriter(recordSize, ipVersion, "Test")
            .add("192.0.2.0/24", EXAMPLE_AS)
            .add("198.51.100.128/25", Map.of("asn", "AS64501", "as_name", "Other"));
    try (Places places = Places.open(new GeoSettings(write("asn.mmdb", writer), null))) {
      assertThat(lookup(places, "192.0.2.77")).isEqualTo(new Place(64_500, "Example Net", "ZZ"));
      assertThat(lookup(places, "192.0.2.77")).isEqualTo(new Place(64_500, "Example Net", "ZZ"));
      assertThat(lookup(places, "198.51.100.128")).isEqualTo(new Place(64_501, "Other", "ZZ"));
      assertThat(lookup(places, "198.51.100.127")).isEqualTo(Place.UNKNOWN);
      assertThat(lookup(places, "2001:db8::1")).isEqualTo(Place.UNKNOWN);
      assertThat(places.failures()).isZero();
      assertThat(places.describe()).isEqualTo("asn.mmdb (Test of 2026-11-01)");
    }
  }

  @Test
  void bothDatabasesMakeOnePlace() throws IOException {
    MmdbWriter asn =
        MmdbWriter.ofBothVersions("A")
            .add("192.0.2.0/24", EXAMPLE_AS)
            .add("2001:db8::/32", EXAMPLE_AS);
    MmdbWriter country =
        MmdbWriter.ofBothVersions("C")
            .add("192.0.2.0/24", Map.of("country", Map.of("iso_code", "JP", "geoname_id", 1L)))
            .add("2001:db8:1::/48", Map.of("country_code", "de"));
    GeoSettings settings = new GeoSettings(write("asn.mmdb", asn), write("country.mmdb", country));
    try (Places places = Places.open(settings)) {
      assertThat(lookup(places, "192.0.2.1")).isEqualTo(new Place(64_500, "Example Net", "JP"));
      assertThat(lookup(places, "2001:db8:1::1")).isEqualTo(new Place(64_500, "Example Net", "DE"));
      assertThat(lookup(places, "2001:db8:2::1")).isEqualTo(new Place(64_500, "Example Net", "ZZ"));
    }
  }

  @Test
  void oneFileMayHoldBothAndTheOtherFillsOnlyWhatIsUnknown() throws IOException {
    MmdbWriter both =
        MmdbWriter.ofBothVersions("Lite")
            .add("192.0.2.0/25", Map.of("asn", "AS64500", "as_name", "N", "country_code", "FR"))
            .add("192.0.2.128/25", Map.of("asn", "AS0", "as_name", "nobody", "country", "ZZ"));
    Path file = write("both.mmdb", both);
    try (Places places = Places.open(new GeoSettings(file, file))) {
      assertThat(lookup(places, "192.0.2.1")).isEqualTo(new Place(64_500, "N", "FR"));
      assertThat(lookup(places, "192.0.2.129")).isEqualTo(Place.UNKNOWN);
    }
    MmdbWriter country =
        MmdbWriter.ofBothVersions("C")
            .add("192.0.2.0/24", Map.of("country", "US", "asn", "AS64999", "as_name", "M"));
    Path other = write("country.mmdb", country);
    try (Places places = Places.open(new GeoSettings(file, other))) {
      assertThat(lookup(places, "192.0.2.1")).isEqualTo(new Place(64_500, "N", "US"));
      assertThat(lookup(places, "192.0.2.129")).isEqualTo(new Place(64_999, "M", "US"));
    }
  }

  @Test
  void strangeValuesAreUnknown() throws IOException {
    MmdbWriter writer =
        MmdbWriter.ofBothVersions("Odd")
            .add("192.0.2.0/28", Map.of("asn", "ASx", "country", "Japan"))
            .add("192.0.2.16/28", Map.of("asn", 1.5, "country", 7))
            .add("192.0.2.32/28", Map.of("asn", "AS4294967295", "as_name", "a\u001b[2J\u202eb"))
            .add("192.0.2.48/28", Map.of("country", Map.of("iso_code", "<b")))
            .addRaw("192.0.2.64/28", MmdbWriter.value("a string"))
            .add("192.0.2.80/28", Map.of("asn", 1L, "as_name", "x".repeat(1_000)));
    try (Places places = Places.open(new GeoSettings(write("odd.mmdb", writer), null))) {
      assertThat(lookup(places, "192.0.2.1")).isEqualTo(Place.UNKNOWN);
      assertThat(lookup(places, "192.0.2.17")).isEqualTo(new Place(1, "", "ZZ"));
      assertThat(lookup(places, "192.0.2.33")).isEqualTo(new Place(-1, "a [2J b", "ZZ"));
      assertThat(lookup(places, "192.0.2.49")).isEqualTo(Place.UNKNOWN);
      assertThat(lookup(places, "192.0.2.65")).isEqualTo(Place.UNKNOWN);
      assertThat(lookup(places, "192.0.2.81").asOrg()).hasSize(120);
      assertThat(places.failures()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.1",
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fec0::1",
        "fd00::1",
        "ff02::1"
      })
  void specialAddressesAreNotLookedUp(String address) throws IOException {
    MmdbWriter writer =
        MmdbWriter.ofBothVersions("All")
            .add("0.0.0.0/1", EXAMPLE_AS)
            .add("128.0.0.0/1", EXAMPLE_AS);
    writer.add("8000::/1", EXAMPLE_AS);
    try (Places places = Places.open(new GeoSettings(write("all.mmdb", writer), null))) {
      assertThat(lookup(places, address)).isEqualTo(Place.UNKNOWN);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.0.0.1", "100.63.0.1", "100.128.0.1", "172.32.0.1", "192.167.0.1", "223.1.1.1"})
  void theirNeighboursAre(String address) throws IOException {
    MmdbWriter writer =
        MmdbWriter.ofBothVersions("All")
            .add("0.0.0.0/1", EXAMPLE_AS)
            .add("128.0.0.0/1", EXAMPLE_AS);
    try (Places places = Places.open(new GeoSettings(write("all.mmdb", writer), null))) {
      assertThat(lookup(places, address).asn()).isEqualTo(64_500);
    }
  }

  @Test
  void withoutDatabasesEverythingIsUnknown() {
    try (Places places = Places.none()) {
      places.refresh();
      assertThat(lookup(places, "192.0.2.1")).isEqualTo(Place.UNKNOWN);
      assertThat(places.describe()).isEqualTo("no database");
      assertThat(places.problem()).isNull();
    }
  }

  @Test
  void whatIsNoDatabaseIsRefusedInClearWords() throws IOException {
    assertRefused(directory.resolve("none.mmdb"), "no such file");
    assertRefused(directory, "is no regular file");
    assertRefused(write("a", new byte[] {0x1f, (byte) 0x8b, 8, 0}), "gunzip");
    assertRefused(write("b", "<html>log in</html>".getBytes(UTF_8)), "web page");
    assertRefused(write("c", new byte[0]), "is no MaxMind DB file, or damaged; fetch it again");
    assertRefused(write("d", new byte[100_000]), "is no MaxMind DB file");
  }

  @Test
  void aReplacedFileIsReadAnewAndABadOneIsNot() throws IOException {
    Path file = write("asn.mmdb", MmdbWriter.ofBothVersions("Old").add("192.0.2.0/24", EXAMPLE_AS));
    try (Places places = Places.open(new GeoSettings(file, null))) {
      assertThat(lookup(places, "192.0.2.1").asn()).isEqualTo(64_500);

      replace(file, "not a database".getBytes(UTF_8));
      places.refresh();
      assertThat(places.problem()).startsWith(file + ": is no MaxMind DB file");
      assertThat(lookup(places, "192.0.2.1").asn()).isEqualTo(64_500);
      assertThat(lookup(places, "192.0.2.2").asn()).isEqualTo(64_500);

      replace(
          file,
          MmdbWriter.ofBothVersions("New").add("192.0.2.0/24", Map.of("asn", "AS7")).toBytes());
      places.refresh();
      assertThat(places.problem()).isNull();
      assertThat(lookup(places, "192.0.2.1").asn()).isEqualTo(7);

      Files.delete(file);
      places.refresh();
      assertThat(places.problem()).contains("no such file");
      assertThat(lookup(places, "192.0.2.9").asn()).isEqualTo(7);
    }
  }

  @Test
  void settingsComeFromYaml() throws ConfigException {
    GeoSettings settings =
        YamlFile.parse("in.yaml", "{asn: /a.mmdb, country: ''}".getBytes(UTF_8), GeoSettings::from);
    assertThat(settings).isEqualTo(new GeoSettings(Path.of("/a.mmdb"), null));
    assertThat(YamlFile.parse("in.yaml", new byte[0], GeoSettings::from))
        .isEqualTo(GeoSettings.DEFAULTS);
  }

  private static void assertRefused(Path file, String words) {
    assertThatThrownBy(() -> Places.open(new GeoSettings(null, file)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(words);
  }

  private static Place lookup(Places places, String address) {
    return places.lookup(IpAddress.parse(address));
  }

  private void replace(Path file, byte[] content) throws IOException {
    Path next = write("next", content);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path write(String name, MmdbWriter writer) throws IOException {
    return write(name, writer.toBytes());
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(directory.resolve(name), content);
  }
}
