package org.ikisaki.geo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.YearMonth;
import org.ikisaki.config.ConfigException;
import org.ikisaki.config.YamlFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateSettingsTest {
  @Test
  void nothingIsFetchedUnlessSwitchedOn() throws ConfigException {
    GeoSettings settings = settings("{}").at(Path.of("/state"));
    assertThat(settings.update().enabled()).isFalse();
    assertThat(settings.file(DatabaseKind.ASN)).isNull();
    assertThat(settings.file(DatabaseKind.COUNTRY)).isNull();
  }

  @Test
  void switchedOnItKeepsWhatNoFileIsNamedFor() throws ConfigException {
    GeoSettings settings =
        settings("{asn: /my/asn.mmdb, update: {enabled: true}}").at(Path.of("/state"));
    assertThat(settings.file(DatabaseKind.ASN)).isEqualTo(Path.of("/my/asn.mmdb"));
    assertThat(settings.isFetched(DatabaseKind.ASN)).isFalse();
    assertThat(settings.file(DatabaseKind.COUNTRY))
        .isEqualTo(Path.of("/state/places/country.mmdb"));
    assertThat(settings.update().address(DatabaseKind.COUNTRY, YearMonth.of(2026, 11)))
        .isEqualTo(URI.create("https://download.db-ip.com/free/dbip-country-lite-2026-11.mmdb.gz"));
  }

  @ParameterizedTest
  @CsvSource({
    "url: ftp://a.example/b, 'geo.update.url must be an http or https address'",
    "url: no address, 'geo.update.url must be an http or https address'",
    "proxy: socks5://192.0.2.1, 'geo.update.proxy must be like http://proxy.example:3128'",
    "enabled: perhaps, must be true or false",
    "enable: true, did you mean 'enabled'?"
  })
  void mistakesAreSaid(String line, String words) {
    assertThatThrownBy(() -> settings("update: {" + line + "}")).hasMessageContaining(words);
  }

  private static GeoSettings settings(String yaml) throws ConfigException {
    return YamlFile.parse("in.yaml", yaml.getBytes(UTF_8), GeoSettings::from);
  }
}
