package org.ikisaki.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.ikisaki.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every broken file in {@code broken} says exactly what its {@code .expected} neighbour holds;
 * {@code -Dgolden.update=true} rewrites those.
 */
class RulesFileTest {
  private static final Path BROKEN = Path.of("src/test/resources/org/ikisaki/service/broken");

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
            () -> RulesFile.parse("services.yaml", Files.readAllBytes(file)));

    Path expected = BROKEN.resolve(file.getFileName().toString().replace(".yaml", ".expected"));
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(expected, e.getMessage() + "\n");
    }
    assertThat(e).hasMessage(Files.readString(expected).stripTrailing());
    assertThat(e.problems()).allMatch(p -> p.line() > 0 && p.column() > 0);
  }

  @Test
  void thereAreAtLeastTwentyKinds() throws IOException {
    assertThat(files()).hasSizeGreaterThanOrEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource({
    "youtu.be,youtu.be",
    "YouTu.BE.,youtu.be",
    "'*.example.com',*.example.com",
    "'r*.Example.com',r*.example.com",
    "'r**.example.com',r*.example.com",
    "'*.r?.example.com',*.r?.example.com",
    "_dmarc.example.com,_dmarc.example.com",
    "'/^a+$/',/^a+$/",
    "日本語.example,xn--wgv71a119e.example",
    "'*.日本語.example',*.xn--wgv71a119e.example"
  })
  void hostPatternsHaveOneCanonicalForm(String written, String canonical) {
    assertThat(HostPatterns.parse(written).text()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24,192.0.2.0/24",
    "192.0.2.1,192.0.2.1/32",
    "2001:DB8::/32,2001:db8::/32",
    "2001:db8::1,2001:db8::1/128"
  })
  void networksHaveOneCanonicalForm(String written, String canonical) {
    assertThat(AddressPatterns.network(written).text()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource({"64500,AS64500", "AS64500,AS64500", "as1,AS1", "4294967295,AS4294967295"})
  void autonomousSystemsHaveOneCanonicalForm(String written, String canonical) {
    assertThat(AddressPatterns.autonomousSystem(written).text()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{100}){100}){100}",
        "(a{1000}){1000}",
        "[a-z]{1000}",
        "(((((x{2,50}){2,50}){2,50}){2,50}){2,50}){2,50}"
      })
  void anExpressionThatWouldBeLargeIsRefused(String expression) {
    assertThatThrownBy(() -> HostPatterns.parse("/" + expression + "/"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void thePatternOfOneServiceMayBeWrittenTwice() throws ConfigException {
    Rules rules =
        RulesFile.parse(
            "services.yaml", "services: {A: {hosts: [a.example, A.example.]}}".getBytes(UTF_8));
    assertThat(rules.definitions().get(0).rules()).hasSize(1);
  }

  @Test
  void anEmptyFileHasNoRules() throws ConfigException {
    assertThat(RulesFile.parse("services.yaml", new byte[0]).definitions()).isEmpty();
    assertThat(RulesFile.parse("services.yaml", "services:\n".getBytes(UTF_8)).definitions())
        .isEmpty();
  }
}
