package org.ikisaki.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
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
                keep: 1h
                keep-unexported: 0s
                """))
        .isEqualTo(
            new StoreSettings(
                Path.of("/srv/history.db"),
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                Duration.ZERO));
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
