package org.ikisaki.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every broken file in {@code broken} says exactly what its {@code .expected} neighbour holds;
 * {@code -Dgolden.update=true} rewrites those.
 */
class BrokenFilesTest {
  private static final Path BROKEN = Path.of("src/test/resources/org/ikisaki/config/broken");

  enum Mode {
    PLAIN,
    VERY_FAST
  }

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(BROKEN)) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void problemsAreLocatedAndExplained(Path file) throws IOException {
    ConfigException e =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                YamlFile.parse("in.yaml", Files.readAllBytes(file), BrokenFilesTest::readSettings));

    Path expected = BROKEN.resolve(file.getFileName().toString().replace(".yaml", ".expected"));
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(expected, e.getMessage() + "\n");
    }
    assertThat(e).hasMessage(Files.readString(expected).stripTrailing());
  }

  @Test
  void thereAreAtLeastTwentyKinds() throws IOException {
    assertThat(files()).hasSizeGreaterThanOrEqualTo(20);
  }

  private static String readSettings(Node root) {
    root.allowOnly("sensor", "capture", "flows", "export");
    String sensor = root.get("sensor").string("home");
    Node capture = root.get("capture");
    capture.allowOnly("interface", "promiscuous", "snapshot-length", "buffer", "mode");
    long buffer = capture.get("buffer").bytes(4 << 20, 4096, 1 << 30);
    long length = capture.get("snapshot-length").integer(65_535, 64, 262_144);
    boolean promiscuous = capture.get("promiscuous").bool(true);
    Mode mode = capture.get("mode").oneOf(Mode.PLAIN);
    List<String> interfaces = capture.get("interface").strings();
    Duration timeout =
        root.get("flows")
            .get("tcp-timeout")
            .duration(Duration.ofSeconds(300), Duration.ofSeconds(1), Duration.ofDays(1));
    for (Node export : root.get("export").elements()) {
      export.allowOnly("kind", "url");
    }
    return sensor + buffer + length + promiscuous + mode + interfaces + timeout;
  }
}
