package org.ikisaki.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import org.ikisaki.config.ConfigException;
import org.ikisaki.config.YamlFile;
import org.junit.jupiter.api.Test;

final class StoreSettingsTest {
  @Test
  void nothingSaidMeansTheDefaults() throws ConfigException {
    assertThat(read("{}")).isEqualTo(StoreSettings.DEFAULTS);
    assertThat(read("path: ''")).isEqualTo(StoreSettings.DEFAULTS);
  }

  @Test
  void everyKeyIsRead() throws ConfigException {
    assertThat(
            read(
                """
                path: /srv/history.db
                commit: 5m
                keep:
                  10s: 1h
                  1m: 30d
                  1h: 365d
                  1d: forever
                keep-unexported: 0s
                zone: Asia/Kathmandu
                """))
        .isEqualTo(
            new StoreSettings(
                Path.of("/srv/history.db"),
                Duration.ofMinutes(5),
                new Retention(
                    Duration.ofHours(1),
                    Duration.ofDays(30),
                    Duration.ofDays(365),
                    Retention.FOREVER),
                Duration.ZERO,
                ZoneId.of("Asia/Kathmandu"),
                SeriesSettings.DEFAULTS));
  }

  @Test
  void oneDurationIsThatOfEveryLevel() throws ConfigException {
    Duration month = Duration.ofDays(30);
    assertThat(read("keep: 30d").keep()).isEqualTo(new Retention(month, month, month, month));
    assertThat(read("keep: forever").keep().tenSeconds()).isEqualTo(Retention.FOREVER);
  }

  @Test
  void aCoarserLevelIsKeptAsLongAsAFinerOne() throws ConfigException {
    assertThat(read("keep: {10s: 90d}").keep())
        .isEqualTo(
            new Retention(
                Duration.ofDays(90), Duration.ofDays(90), Duration.ofDays(730), Retention.FOREVER));
    assertThatThrownBy(() -> read("keep: {1m: 90d, 1h: 30d}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("keep.1h", "90d");
  }

  @Test
  void aListIsNoRetentionAndAnUnknownPlaceNoZone() {
    assertThatThrownBy(() -> read("keep: [1h, 2h]"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("keep", "list");
    assertThatThrownBy(() -> read("zone: Middle/Earth"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("Europe/Berlin", "Middle/Earth");
  }

  @Test
  void theFileLiesInTheStateDirectoryUnlessItIsNamed() throws ConfigException {
    Path state = Path.of("/var/lib/ikisaki");
    assertThat(StoreSettings.DEFAULTS.file(state)).isEqualTo(state.resolve("ikisaki.db"));
    assertThat(read("path: /srv/history.db").file(state)).isEqualTo(Path.of("/srv/history.db"));
  }

  @Test
  void allMistakesAreToldAtOnce() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    commit: 1h
                    keep: soon
                    kep: 60d
                    """))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("ikisaki.yaml:1", "ikisaki.yaml:2", "ikisaki.yaml:3", "kep");
  }

  private static StoreSettings read(String yaml) throws ConfigException {
    return YamlFile.parse("ikisaki.yaml", yaml.getBytes(UTF_8), StoreSettings::from);
  }
}
