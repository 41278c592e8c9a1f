package org.ikisaki.geo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreditTest {
  @ParameterizedTest
  @CsvSource({
    "DBIP-ASN-Lite (compat=GeoLite2-ASN), DB-IP",
    "DBIP-Country-Lite, DB-IP",
    "GeoLite2-City, MaxMind",
    "ipinfo generic_free_country_asn.mmdb, IPinfo"
  })
  void makersAreNamed(String type, String maker) {
    assertThat(Credit.of(type)).contains(maker);
  }

  @Test
  void nobodyIsNamedOfAnUnknownType() {
    assertThat(Credit.of("My own")).isNull();
  }

  @Test
  void twoFilesOfOneMakerNameItOnce(@TempDir Path directory) throws IOException {
    Path asn = write(directory.resolve("a.mmdb"), "DBIP-ASN-Lite");
    Path country = write(directory.resolve("c.mmdb"), "DBIP-Country-Lite");
    try (Places places = Places.open(new GeoSettings(asn, country))) {
      assertThat(places.credits())
          .containsExactly("IP Geolocation by DB-IP (https://db-ip.com), CC BY 4.0");
    }
  }

  private static Path write(Path file, String type) throws IOException {
    MmdbWriter writer = MmdbWriter.ofBothVersions(type).add("192.0.2.0/24", Map.of("asn", 1L));
    return Files.write(file, writer.toBytes());
  }
}
