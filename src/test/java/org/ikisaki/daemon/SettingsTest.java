package org.ikisaki.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ikisaki.config.ConfigException;
import org.ikisaki.config.Node;
import org.ikisaki.config.YamlFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  private static final Path SHIPPED = Path.of("config/ikisaki.yaml");
  private static final List<String> SECTIONS =
      List.of(
          "capture",
          "home",
          "flows",
          "naming",
          "resolver-log",
          "rules",
          "geo",
          "store",
          "series",
          "metrics");

  @Test
  void theShippedFileSaysWhatTheDefaultsAre() throws Exception {
    Settings shipped = Settings.read(SHIPPED);
    // Relative paths lie beside the file that lacks them, so the empty one is put there too.
    Settings defaults = YamlFile.parse(SHIPPED, new byte[0], Settings::from);
    assertThat(shipped).isEqualTo(defaults);
  }

  @Test
  void theShippedFileHasEverySettingAndALineAboutEach() throws Exception {
    List<String> keys = new ArrayList<>();
    YamlFile.read(
        SHIPPED,
        root -> {
          collect("", root, keys);
          return keys;
        });
    assertThat(keys)
        .containsExactly(
            "sensor",
            "capture.interface",
            "capture.filter",
            "capture.promiscuous",
            "capture.snapshot-length",
            "capture.buffer",
            "capture.deduplicate",
            "capture.rings",
            "home.networks",
            "devices",
            "flows.max",
            "flows.tcp-timeout",
            "flows.udp-timeout",
            "naming.resolver-log.file",
            "naming.resolver-log.kind",
            "rules.file",
            "geo.asn",
            "geo.country",
            "geo.networks",
            "geo.update",
            "store.path",
            "store.commit",
            "store.keep",
            "store.keep-unexported",
            "store.zone",
            "store.series.per-interval",
            "store.series.hosts",
            "store.series.destinations",
            "store.series.services",
            "store.series.hops",
            "metrics.listen",
            "metrics.hosts",
            "trace",
            "export");
    List<String> lines = Files.readAllLines(SHIPPED);
    for (int i = 0; i < lines.size(); i++) {
      boolean isSetting = lines.get(i).matches(" *[a-z-]+: *\\S.*");
      if (isSetting) {
        assertThat(lines.get(i - 1)).as("the line before %s", lines.get(i)).contains("#");
      }
    }
  }

  @Test
  void everyMistakeIsToldAtOnceWithItsPlace(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("ikisaki.yaml");
    Files.writeString(
        file,
        """
        sensors: home
        capture:
          promiscuous: perhaps
          buffer: 4 potatoes
        flows:
          max: -1
        store:
          commit: soon
        export:
          - kind: carrier-pigeon
        """,
        StandardCharsets.UTF_8);

    ConfigException e = catchThrowableOfType(ConfigException.class, () -> Settings.read(file));

    assertThat(e.problems())
        .extracting(ConfigException.Problem::line)
        .containsExactly(1, 3, 4, 6, 8, 10);
    assertThat(e.problems()).allSatisfy(p -> assertThat(p.column()).isPositive());
    assertThat(e.getMessage()).contains("sensors", "perhaps", "potatoes", "-1", "soon", "pigeon");
  }

  @Test
  void aFileThatIsNotThereIsAllDefaults(@TempDir Path directory) throws Exception {
    Settings settings = Settings.read(directory.resolve("none.yaml"));
    assertThat(settings.sensor()).isEqualTo("home");
    assertThat(settings.rules().file()).isEqualTo(directory.resolve("services.yaml"));
  }

  private static void collect(String prefix, Node node, List<String> keys) {
    node.entries()
        .forEach(
            (key, value) -> {
              if (SECTIONS.contains(key)) {
                collect(prefix + key + ".", value, keys);
              } else {
                keys.add(prefix + key);
              }
            });
  }
}
