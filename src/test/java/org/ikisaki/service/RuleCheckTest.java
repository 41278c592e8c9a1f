package org.ikisaki.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.ikisaki.config.ConfigException;
import org.ikisaki.service.RuleCheck.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleCheckTest {
  private static final String CATALOGUE = "services: {Known: {hosts: ['*.known.example']}}";

  @Test
  void whatIsWrittenTwiceIsSaid() throws ConfigException {
    assertThat(check("services:\n  A:\n    hosts: [a.test,\n      A.test.]\n").findings())
        .containsExactly(
            new Finding("in.yaml:4", "a.test", "is written twice; the first is at in.yaml:3"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hosts: ['cdn*.known.example']",
        "hosts: ['*.x?.known.example']",
        "hosts: [/^a+\\.known\\.example$/]",
        "all: [{hosts: ['cdn*.known.example'], ports: [443]}]"
      })
  void aPatternBelowADomainNeverWins(String body) throws ConfigException {
    assertThat(check("services: {A: {%s}}".formatted(body)).findings())
        .singleElement()
        .matches(f -> f.message().startsWith("never wins: '*.known.example' of 'Known'"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hosts: ['*.a.test', b.a.test], not: {hosts: ['*.a.test']}",
        "hosts: [b.a.test, a.b.test], not: {hosts: ['*.test']}",
        "networks: [192.0.2.0/25, 192.0.2.7], not: {networks: [192.0.2.0/24]}",
        "hosts: ['a*.c.test', x.c.test], not: {hosts: ['*.c.test']}",
        "hosts: [ab.test, abc.test], not: {hosts: ['a*']}",
        "all: [{hosts: [a.test, b.test], ports: [tcp/1, tcp/2], protocols: [udp, icmp]}]"
      })
  void whatExcludesItselfNeverMatches(String body) throws ConfigException {
    assertThat(check("services: {A: {%s}}".formatted(body)).findings())
        .hasSize(2)
        .allMatch(f -> f.message().startsWith("never matches: "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hosts: ['*known.example', 'cdn*', '/known/', x.known.example, '*.x.known.example']",
        "hosts: ['*.a.test'], not: {hosts: [b.a.test], ports: [25], as: [64500]}",
        "networks: [192.0.2.0/24], not: {networks: [192.0.2.0/25]}",
        "all: [{hosts: [a.test], ports: [tcp/1, 2], protocols: [udp]}]"
      })
  void whatMayWinIsNotSaidToBeIdle(String body) throws ConfigException {
    assertThat(check("services: {A: {%s}}".formatted(body)).findings()).isEmpty();
  }

  @Test
  void whatTheCatalogueSaysTooIsCounted() throws Exception {
    assertThat(check(CATALOGUE).known()).isEqualTo(1);
    RuleCheck.Report shipped =
        RuleCheck.of(RulesFile.read(Path.of("config/services.yaml")), Catalogue.rules());
    assertThat(shipped.findings()).isEmpty();
    assertThat(shipped.known()).isPositive();
  }

  @Test
  void theCatalogueHasNoIdleRules() {
    assertThat(RuleCheck.of(Catalogue.rules(), Rules.NONE).findings()).isEmpty();
  }

  private static RuleCheck.Report check(String user) throws ConfigException {
    return RuleCheck.of(
        RulesFile.parse("in.yaml", user.getBytes(UTF_8)),
        RulesFile.parse("catalogue", CATALOGUE.getBytes(UTF_8)));
  }
}
