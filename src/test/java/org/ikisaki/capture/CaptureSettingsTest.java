package org.ikisaki.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.ikisaki.config.ConfigException;
import org.ikisaki.config.YamlFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptureSettingsTest {
  @Test
  void nothingWrittenIsTheDefaults() throws ConfigException {
    assertThat(read("{}")).isEqualTo(CaptureSettings.DEFAULTS);
  }

  @Test
  void theShippedValuesAreTheDefaults() throws ConfigException {
    assertThat(
            read(
                """
                interface: auto
                filter: ""
                promiscuous: true
                snapshot-length: 65535
                buffer: 6MiB
                deduplicate: false
                rings: 1
                """))
        .isEqualTo(CaptureSettings.DEFAULTS);
  }

  @Test
  void everyKeyIsRead() throws ConfigException {
    assertThat(
            read(
                """
                interface: [eth0, wlan0]
                filter: not port 22
                promiscuous: false
                snapshot-length: 256
                buffer: 512KiB
                deduplicate: true
                rings: 2
                """))
        .isEqualTo(
            new CaptureSettings(
                List.of("eth0", "wlan0"), "not port 22", false, 256, 512 << 10, true, 2));
    assertThat(read("interface: eth0").interfaces()).containsExactly("eth0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "interface: [auto, eth0] | stands alone",
        "interface: [eth0, eth0] | named twice",
        "interface: ''           | has a name",
        "buffer: 4 megs          | buffer",
        "buffer: 1KiB            | buffer",
        "buffer: 2GiB            | buffer",
        "snapshot-length: 64     | snapshot-length",
        "snapshot-length: 300000 | snapshot-length",
        "promiscuous: maybe      | promiscuous",
        "deduplicate: 5ms        | deduplicate",
        "rings: 0                | rings",
        "rings: 65               | rings",
        "interfaces: eth0        | interface"
      })
  void mistakesAreReportedWithTheirLine(String yaml, String words) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("test.yaml:1:")
        .hasMessageContaining(words);
  }

  private static CaptureSettings read(String yaml) throws ConfigException {
    return YamlFile.parse(
        "test.yaml", yaml.getBytes(StandardCharsets.UTF_8), CaptureSettings::from);
  }
}
