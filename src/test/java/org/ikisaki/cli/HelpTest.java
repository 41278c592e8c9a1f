package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.ikisaki.cli.Commands.Result;
import org.ikisaki.store.StoreReader.TopBy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every {@code --help} says what its golden file holds; {@code -Dgolden.update=true} rewrites. */
class HelpTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/help");

  static Stream<String> commands() {
    return commands(Main.commandLine(""));
  }

  private static Stream<String> commands(CommandLine command) {
    return Stream.concat(
        Stream.of(command.getCommandSpec().qualifiedName()),
        command.getSubcommands().values().stream().flatMap(HelpTest::commands));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpIsAsItWas(String command) throws IOException {
    Result result = help(command);

    Path golden = GOLDEN.resolve(command.replace(' ', '-') + ".txt");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, result.out());
    }
    assertThat(result.status()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpFitsATerminalAndHasNoEscapes(String command) {
    assertThat(help(command).out().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80).doesNotContain("\u001b"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandTellsItsVersion(String command) {
    Result result = run(command, "--version");
    assertThat(result.status()).isZero();
    assertThat(result.out()).startsWith("ikisaki ");
  }

  @Test
  void everyWayToSumIsNamed() {
    assertThat(TopBy.values())
        .allSatisfy(
            by ->
                assertThat(help("ikisaki top").out()).contains(by.name().toLowerCase(Locale.ROOT)));
  }

  @Test
  void noGoldenFileIsLeftOfACommandThatIsGone() throws IOException {
    List<String> expected = commands().map(c -> c.replace(' ', '-') + ".txt").toList();
    try (Stream<Path> files = Files.list(GOLDEN)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static Result help(String command) {
    return run(command, "--help");
  }

  private static Result run(String command, String option) {
    String line = (command + " " + option).substring("ikisaki ".length());
    return Commands.bare((Object[]) line.split(" "));
  }
}
