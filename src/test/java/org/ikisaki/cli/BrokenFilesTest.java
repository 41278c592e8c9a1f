package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.ikisaki.cli.Commands.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Broken YAML, of every kind that the readers' own tests know, as the commands tell it. */
class BrokenFilesTest {
  private static final Path RESOURCES = Path.of("src/test/resources/org/ikisaki");

  static List<Path> rules() throws IOException {
    return files("service/broken");
  }

  static List<Path> configurations() throws IOException {
    return files("config/broken");
  }

  private static List<Path> files(String directory) throws IOException {
    try (Stream<Path> files = Files.list(RESOURCES.resolve(directory))) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void rulesCheckNamesLineAndColumn(Path file) {
    assertTellsWhere(Commands.bare("rules", "check", file), file);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("configurations")
  void anyCommandNamesLineAndColumnOfItsConfiguration(Path file) {
    assertTellsWhere(Commands.bare("top", "--config", file), file);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void wrongRulesStopAReplayAndLeaveNoStore(Path file, @TempDir Path directory) throws IOException {
    Files.copy(file, directory.resolve("services.yaml"));
    Path capture = directory.resolve("a.pcap");
    Households.write(capture, List.of());
    Path store = directory.resolve("kept.db");

    Result result = Commands.in(directory).run("replay", capture, "--store", store);

    assertTellsWhere(result, directory.resolve("services.yaml"));
    assertThat(store).doesNotExist();
  }

  @Test
  void thereAreAtLeastTwentyKindsOfEach() throws IOException {
    assertThat(rules()).hasSizeGreaterThanOrEqualTo(20);
    assertThat(configurations()).hasSizeGreaterThanOrEqualTo(20);
  }

  private static void assertTellsWhere(Result result, Path file) {
    assertThat(result.status()).as(result.err()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines())
        .isNotEmpty()
        .allMatch(
            line -> line.matches("ikisaki: \\Q" + file + "\\E:[1-9][0-9]*:[1-9][0-9]*: \\S.*"));
  }
}
