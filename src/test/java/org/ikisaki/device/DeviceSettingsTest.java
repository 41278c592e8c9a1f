package org.ikisaki.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.ikisaki.config.ConfigException;
import org.ikisaki.config.YamlFile;
import org.junit.jupiter.api.Test;

final class DeviceSettingsTest {
  private static DeviceSettings read(String yaml) throws ConfigException {
    return YamlFile.parse(
        Path.of("ikisaki.yaml"),
        yaml.getBytes(StandardCharsets.UTF_8),
        root -> DeviceSettings.from(root.get("devices")));
  }

  @Test
  void readsNamesByEitherAddress() throws Exception {
    assertThat(
            read("""
                    devices:
                      "7E-3D-0A-41-C2-18": Anna's phone
                      192.0.2.7:
                        name: Door camera
                        owner: Anna
                        type: camera
                        note: by the gate
                      "2001:DB8::7": {owner: Ben}
                    """)
                .devices())
        .containsExactly(
            new Given("7e:3d:0a:41:c2:18", "Anna's phone", null, null, null),
            new Given("192.0.2.7", "Door camera", "Anna", "camera", "by the gate"),
            new Given("2001:db8::7", null, "Ben", null, null));
    assertThat(read("sensor: home").devices()).isEmpty();
  }

  @Test
  void everyMistakeIsToldWithItsLine() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    devices:
                      kitchen: TV
                      192.0.2.7: {nmae: x}
                      192.0.2.8: "\\e[2J"
                      "02:00:00:00:00:01": a
                      "02-00-00-00-00-01": b
                    """))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("ikisaki.yaml:2")
        .hasMessageContaining("'kitchen' is no device: write its MAC address")
        .hasMessageContaining("did you mean 'name'?")
        .hasMessageContaining("ikisaki.yaml:4")
        .hasMessageContaining("one line of 1 to 64 characters")
        .hasMessageContaining("is there twice");
  }
}
