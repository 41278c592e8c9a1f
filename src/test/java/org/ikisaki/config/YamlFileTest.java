package org.ikisaki.config;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.ikisaki.config.ConfigException.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFileTest {

  private final Path directory;

  YamlFileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# only a comment\n", "---\n", "null\n", "\ufeff", "\r\n"})
  void anEmptyFileMeansAllDefaults(String content) throws ConfigException {
    assertThat(parse(content)).isEqualTo("home");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sensor: attic",
        "\ufeffsensor: attic\n",
        "sensor: attic\r\n",
        "sensor: 'attic' # comment\n",
        "%YAML 1.2\n---\nsensor: attic\n...\n",
        "{sensor: attic}",
        "sensor: >-\n  attic\n"
      })
  void theSameValueInManySpellings(String content) throws ConfigException {
    assertThat(parse(content)).isEqualTo("attic");
  }

  @Test
  void utf16IsNamedWithItsRemedy() {
    for (String mark : new String[] {"\ufeff", ""}) {
      Problem problem = problem((mark + "sensor: attic\n").getBytes(UTF_16LE));
      assertThat(problem.line()).isEqualTo(1);
      assertThat(problem.message()).contains("UTF-16").contains("save it as UTF-8");
    }
  }

  @Test
  void aByteThatIsNoUtf8IsLocated() {
    Problem problem = problem(new byte[] {'a', ':', ' ', '1', '\n', 'b', ':', ' ', (byte) 0xe9});
    assertThat(problem.toString()).startsWith("in.yaml:2:4: byte 0xe9 is no UTF-8");
  }

  @Test
  void aCutCharacterAtTheEndIsLocated() {
    Problem problem = problem(new byte[] {'a', ':', ' ', (byte) 0xe3, (byte) 0x81});
    assertThat(problem.toString()).startsWith("in.yaml:1:4: ");
  }

  @Test
  void aNulIsLocatedInWindowsAndOldMacLinesToo() {
    assertThat(problem("a: 1\nbc: \0".getBytes(UTF_8)).toString())
        .startsWith("in.yaml:2:5: character U+0000");
    assertThat(problem("a: 1\r\nbc: \0".getBytes(UTF_8)).toString()).startsWith("in.yaml:2:5: ");
    assertThat(problem("a: 1\rbc: \0".getBytes(UTF_8)).toString()).startsWith("in.yaml:2:5: ");
  }

  @Test
  void columnsCountCharactersNotBytes() {
    assertThat(problem("\ud83d\udc1f: \0".getBytes(UTF_8)).column()).isEqualTo(4);
  }

  @Test
  void aFileThatIsTooLargeIsNotParsed() {
    Problem problem = problem(new byte[YamlFile.MAX_BYTES + 1]);
    assertThat(problem.toString()).isEqualTo("in.yaml: is larger than 1MiB");
  }

  @Test
  void depthIsRefusedWhereItBegins() {
    for (String deep :
        new String[] {
          "[".repeat(100_000),
          "[".repeat(5_000) + "]".repeat(5_000),
          "{a: ".repeat(5_000),
          "- ".repeat(100_000),
          "? ".repeat(100_000)
        }) {
      Problem problem = problem(("a: 1\nb:\n  " + deep).getBytes(UTF_8));
      assertThat(problem.message()).isEqualTo("nested more than 32 deep");
      assertThat(problem.line()).isEqualTo(3);
      assertThat(problem.column()).isPositive();
    }
  }

  @Test
  void deepIndentationIsRefused() {
    StringBuilder deep = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      deep.append(" ".repeat(i)).append("a:\n");
    }
    assertThat(problem(deep.toString().getBytes(UTF_8)).toString())
        .isEqualTo("in.yaml:33:33: nested more than 32 deep");
  }

  @Test
  void aMillionValuesAreRefused() {
    assertThat(problem("- a\n".repeat(200_000).getBytes(UTF_8)).message())
        .isEqualTo("more than 100000 values");
  }

  @Test
  void aFileCutAnywhereIsReadOrExplainedButNeverThrowsAnythingElse() {
    String content =
        """
        sensor: "attic"
        capture:
          interface: [eth0, 'wlan0']
          buffer: 4MiB
        export:
          - {kind: influxdb1, url: "http://192.0.2.1:8086"}
        """;
    for (int length = 0; length < content.length(); length++) {
      byte[] cut = content.substring(0, length).getBytes(UTF_8);
      try {
        assertThat(YamlFile.parse("in.yaml", cut, YamlFileTest::sensor)).isNotNull();
      } catch (ConfigException e) {
        assertThat(e.problems()).isNotEmpty().allMatch(p -> p.line() > 0 && p.column() > 0);
      }
    }
  }

  @Test
  void aFileWithFlippedBytesIsReadOrExplainedButNeverThrowsAnythingElse() {
    byte[] content =
        """
        sensor: "a"
        b: [eth0, 'x', {c: 1}]
        # y
        d:
          - e: >-
              z
          - ? f
            : g
        """
            .getBytes(UTF_8);
    byte[] alphabet = "[]{}:-?&*!|>'\"%@#, \t\n\r\\\0\u0085x1".getBytes(UTF_8);
    SplittableRandom random = new SplittableRandom(7);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] broken = content.clone();
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        broken[random.nextInt(broken.length)] = alphabet[random.nextInt(alphabet.length)];
      }
      try {
        assertThat(YamlFile.parse("in.yaml", broken, YamlFileTest::sensor)).isNotNull();
      } catch (ConfigException e) {
        refused++;
        assertThat(e.problems()).isNotEmpty().allMatch(p -> p.line() > 0 && p.column() > 0);
      }
    }
    assertThat(refused).isBetween(1, 19_999);
  }

  @Test
  void aThousandMistakesAreCutToAHundred() {
    StringBuilder content = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      content.append("key").append(i).append(": 1\n");
    }
    ConfigException e =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                YamlFile.parse(
                    "in.yaml",
                    content.toString().getBytes(UTF_8),
                    root -> {
                      root.allowOnly("sensor");
                      return root;
                    }));
    assertThat(e.problems()).hasSize(101);
    assertThat(e).hasMessageEndingWith("in.yaml: and 900 more mistakes");
  }

  @Test
  void aDirectoryIsNamed() {
    assertThatThrownBy(() -> YamlFile.read(directory, YamlFileTest::sensor))
        .isInstanceOf(ConfigException.class)
        .hasMessage(directory + ": is a directory; name a YAML file");
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = directory.resolve("none.yaml");
    assertThatThrownBy(() -> YamlFile.read(file, YamlFileTest::sensor))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(file + ": no such file");
  }

  @Test
  void relativePathsLieBesideTheFile() throws IOException, ConfigException {
    Path file = directory.resolve("ikisaki.yaml");
    Files.writeString(file, "relative: a/b.mmdb\nabsolute: /a/b.mmdb\nempty: ''\nhome: ~/b\n");
    YamlFile.read(
        file,
        root -> {
          assertThat(root.get("relative").path()).isEqualTo(directory.resolve("a/b.mmdb"));
          assertThat(root.get("absolute").path()).isEqualTo(Path.of("/a/b.mmdb"));
          assertThat(root.get("empty").path()).isNull();
          assertThat(root.get("missing").path()).isNull();
          assertThat(root.get("missing").path("c.yaml")).isEqualTo(directory.resolve("c.yaml"));
          assertThat(root.get("home").path())
              .isEqualTo(Path.of(System.getProperty("user.home"), "b"));
          return root;
        });
  }

  private static String sensor(Node root) {
    return root.get("sensor").string("home");
  }

  private static String parse(String content) throws ConfigException {
    return YamlFile.parse("in.yaml", content.getBytes(UTF_8), YamlFileTest::sensor);
  }

  private static Problem problem(byte[] content) {
    ConfigException e =
        catchThrowableOfType(
            ConfigException.class, () -> YamlFile.parse("in.yaml", content, YamlFileTest::sensor));
    assertThat(e.problems()).hasSize(1);
    return e.problems().get(0);
  }
}
