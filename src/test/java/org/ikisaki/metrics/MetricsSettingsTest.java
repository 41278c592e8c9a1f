package org.ikisaki.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.ikisaki.config.ConfigException;
import org.ikisaki.config.YamlFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "'9435', 127.0.0.1, 9435",
    "'127.0.0.1:9435', 127.0.0.1, 9435",
    "'[::1]:9435', ::1, 9435",
    "'192.168.1.2:80', 192.168.1.2, 80",
    "'0.0.0.0:9435', 0.0.0.0, 9435",
  })
  void aPortAloneIsOnThisComputer(String listen, String address, int port) throws Exception {
    assertThat(read("listen: \"" + listen + "\"").listen())
        .isEqualTo(new InetSocketAddress(address, port));
  }

  @Test
  void nothingIsServedUnlessSaid() throws Exception {
    assertThat(read("listen: \"\"")).isEqualTo(MetricsSettings.DEFAULTS);
    assertThat(MetricsSettings.DEFAULTS.listen()).isNull();
  }

  @Test
  void namesAreComparedInLowerCase() throws Exception {
    assertThat(read("hosts: [Pi.LAN]").hosts()).containsExactly("pi.lan");
  }

  @ParameterizedTest
  @ValueSource(strings = {"65536", "99999", "-1", "pi.lan:9435", "127.0.0.1", "::1", "a b", "on"})
  void whatIsNoAddressIsSaidWithItsPlace(String listen) {
    assertThatThrownBy(() -> read("listen: \"" + listen + "\""))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("metrics.listen")
        .hasMessageContaining("127.0.0.1:9435");
  }

  private static MetricsSettings read(String yaml) throws Exception {
    return YamlFile.parse(
        Path.of("ikisaki.yaml"),
        ("metrics:\n  " + yaml + "\n").getBytes(UTF_8),
        root -> MetricsSettings.from(root.get("metrics")));
  }
}
