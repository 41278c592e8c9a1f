package org.ikisaki.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.ikisaki.config.ConfigException;
import org.ikisaki.config.YamlFile;
import org.ikisaki.wire.Prefix;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void nothingWrittenMeansTheDefaults() throws ConfigException {
    assertThat(flows("{}")).isEqualTo(FlowSettings.DEFAULTS);
    assertThat(home("{}")).isEqualTo(HomeSettings.DEFAULTS);
    assertThat(home("networks: auto")).isEqualTo(HomeSettings.DEFAULTS);
  }

  @Test
  void flowSettingsAreRead() throws ConfigException {
    assertThat(flows("max: 2048\ntcp-timeout: 10m\nudp-timeout: 30s"))
        .isEqualTo(new FlowSettings(2_048, Duration.ofMinutes(10), Duration.ofSeconds(30)));
  }

  @Test
  void homeNetworksAreRead() throws ConfigException {
    assertThat(home("networks: [192.168.1.0/24, '2001:db8::/48']"))
        .isEqualTo(HomeSettings.of(Prefix.parse("192.168.1.0/24"), Prefix.parse("2001:db8::/48")));
    assertThat(home("networks: 10.0.0.0/8")).isEqualTo(HomeSettings.of(Prefix.parse("10.0.0.0/8")));
  }

  @Test
  void mistakesAreToldWithTheirPlaceAndTheRemedy() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> home("networks:\n  - 192.168.1.0/24\n  - 192.168.2.0/99"))
        .withMessageContaining("test.yaml:3:5")
        .withMessageContaining("'192.168.2.0/99' is no network")
        .withMessageContaining("192.168.1.0/24");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> flows("max: 3\ntcp-timeout: 0s\nidle: 1s"))
        .satisfies(e -> assertThat(e.problems()).hasSize(3));
  }

  private static FlowSettings flows(String yaml) throws ConfigException {
    return YamlFile.parse("test.yaml", yaml.getBytes(UTF_8), FlowSettings::from);
  }

  private static HomeSettings home(String yaml) throws ConfigException {
    return YamlFile.parse("test.yaml", yaml.getBytes(UTF_8), HomeSettings::from);
  }
}
