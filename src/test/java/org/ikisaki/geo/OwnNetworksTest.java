package org.ikisaki.geo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.ikisaki.config.ConfigException;
import org.ikisaki.config.YamlFile;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the user says of networks. */
class OwnNetworksTest {
  private static final String NETWORKS =
      """
      networks:
        - {network: 192.0.2.0/24, asn: 64500, organisation: Mine, country: jp}
        - {network: 192.0.2.128/25, country: DE}
        - {network: [10.8.0.0/16, "2001:db8::/32"], organisation: Branch, country: FR}
      """;

  @Test
  void theLongestNetworkCounts() throws ConfigException {
    OwnNetworks networks = settings(NETWORKS).networks();
    assertThat(lookup(networks, "192.0.2.1")).isEqualTo(new Place(64_500, "Mine", "JP"));
    assertThat(lookup(networks, "192.0.2.129")).isEqualTo(new Place(0, "", "DE"));
    assertThat(lookup(networks, "10.8.1.2").country()).isEqualTo("FR");
    assertThat(lookup(networks, "2001:db8:1::1").country()).isEqualTo("FR");
    assertThat(lookup(networks, "192.0.3.1")).isEqualTo(Place.UNKNOWN);
    assertThat(lookup(networks, "2001:db9::1")).isEqualTo(Place.UNKNOWN);
  }

  @Test
  void databasesFillInOnlyWhatIsLeftUnknown(@TempDir Path directory) throws Exception {
    Map<String, Object> record =
        Map.of("asn", "AS64999", "as_name", "Theirs", "country_code", "US");
    Path file =
        Files.write(
            directory.resolve("all.mmdb"),
            MmdbWriter.ofBothVersions("T").add("192.0.2.0/23", record).toBytes());
    String files = "asn: %s%ncountry: %s%n".formatted(file, file);
    try (Places places = Places.open(settings(files + NETWORKS))) {
      assertThat(lookup(places, "192.0.2.1")).isEqualTo(new Place(64_500, "Mine", "JP"));
      assertThat(lookup(places, "192.0.2.129")).isEqualTo(new Place(64_999, "Theirs", "DE"));
      assertThat(lookup(places, "192.0.3.1")).isEqualTo(new Place(64_999, "Theirs", "US"));
      assertThat(lookup(places, "10.8.1.2").country()).isEqualTo("FR");
    }
  }

  @Test
  void mistakesAreReportedAllAtOnce() {
    assertThatThrownBy(
            () ->
                settings(
                    """
                    networks:
                      - {network: here, country: JP}
                      - {network: 192.0.2.0/24}
                      - {country: JP}
                      - {network: 192.0.2.0/24, country: Japan, asn: -1}
                      - {network: 198.51.100.0/24, asn: 1}
                      - {network: 198.51.100.0/24, asn: 2}
                    """))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'here' is no network")
        .hasMessageContaining("say something of 192.0.2.0/24")
        .hasMessageContaining("network is missing")
        .hasMessageContaining("country is a code of two letters")
        .hasMessageContaining("from 0 to 4294967295")
        .hasMessageContaining("198.51.100.0/24 is here twice");
  }

  private static GeoSettings settings(String yaml) throws ConfigException {
    return YamlFile.parse("in.yaml", yaml.getBytes(UTF_8), GeoSettings::from);
  }

  private static Place lookup(OwnNetworks networks, String address) {
    return networks.lookup(IpAddress.parse(address));
  }

  private static Place lookup(Places places, String address) {
    return places.lookup(IpAddress.parse(address));
  }
}
