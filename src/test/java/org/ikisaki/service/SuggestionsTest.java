package org.ikisaki.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.ikisaki.config.ConfigException;
import org.ikisaki.service.Suggestions.Cluster;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
  private final Suggestions suggestions;

  SuggestionsTest() throws ConfigException {
    Rules user =
        RulesFile.parse(
            "in.yaml", "services: {Known: {hosts: ['*.known.example']}}".getBytes(UTF_8));
    suggestions = new Suggestions(RuleSet.of(user, Rules.NONE));
  }

  @Test
  void domainsOfOneBrandAreOneSuggestionAndTheLargestComesFirst() {
    add("a.brandname.example", "192.0.2.1", 0, 10);
    add("b.brandname.example", "192.0.2.1", 0, 20);
    add("x.brandname-cdn.test", "192.0.2.2", 0, 50);
    add("other.test", "192.0.2.3", 0, 100);

    assertThat(suggestions.largest(10))
        .containsExactly(
            new Cluster("Other", "hosts", List.of("*.other.test"), List.of("other.test"), 100),
            new Cluster(
                "Brandname",
                "hosts",
                List.of("*.brandname-cdn.test", "*.brandname.example"),
                List.of("x.brandname-cdn.test", "b.brandname.example", "a.brandname.example"),
                80));
    assertThat(suggestions.largest(1)).hasSize(1);
  }

  @Test
  void whatHasNoNameGoesByItsSystemOrItsNetwork() {
    add(null, "192.0.2.1", 64500, 10);
    add(null, "192.0.2.9", 64500, 10);
    add("198.51.100.7", "198.51.100.7", 64500, 30);
    add(null, "2001:db8:1:2::3", 0, 5);

    assertThat(suggestions.largest(10))
        .containsExactly(
            new Cluster(
                "AS64500 Example",
                "networks",
                List.of("198.51.100.0/24", "192.0.2.0/24"),
                List.of("AS64500 Example (unnamed)"),
                50),
            new Cluster(
                "2001:db8:1::/48",
                "networks",
                List.of("2001:db8:1::/48"),
                List.of("2001:db8:1::/48"),
                5));
  }

  @Test
  void whatRulesOrTheHouseholdKnowIsNotSuggested() {
    add("www.known.example", "192.0.2.1", 0, 10);
    add("nas.local", "192.168.1.7", 0, 10);
    add(null, "192.168.1.7", 0, 10);
    assertThat(suggestions.largest(10)).isEmpty();
  }

  @Test
  void aNameLikeAServicesDoesNotJoinIt() {
    add("login.known.test", "192.0.2.1", 0, 10);
    assertThat(suggestions.largest(10)).extracting(Cluster::name).containsExactly("known.test");
  }

  @Test
  void namesThatNoRuleCanBeWrittenForAreLeftOut() {
    add("a.b c\u001b[31m.test", "192.0.2.1", 0, 10);
    assertThat(suggestions.largest(10)).isEmpty();
  }

  private void add(@Nullable String host, String address, int asn, long bytes) {
    suggestions.add(new Subject(host, IpAddress.parse(address), asn, "Example"), bytes);
  }
}
