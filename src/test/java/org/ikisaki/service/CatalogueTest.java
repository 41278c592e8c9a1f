package org.ikisaki.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.ikisaki.config.ConfigException;
import org.ikisaki.naming.RegistrableDomain;
import org.ikisaki.service.Rules.Definition;
import org.ikisaki.service.Rules.Located;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueTest {
  private static final Path FILES = Path.of("src/main/resources/org/ikisaki/service/catalogue");
  private static final Rules CATALOGUE = Catalogue.rules();
  private static final Path SHIPPED = Path.of("config/services.yaml");

  @Test
  void everyFileIsListed() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      assertThat(files.map(f -> f.getFileName().toString().replace(".yaml", "")))
          .containsExactlyInAnyOrderElementsOf(Catalogue.FILES);
    }
  }

  @Test
  void everyServiceHasTheCategoryOfItsFileAndSomethingToBeKnownBy() {
    for (String file : Catalogue.FILES) {
      assertThat(Catalogue.read(file).definitions())
          .isNotEmpty()
          .allSatisfy(
              definition -> {
                assertThat(definition.category()).isEqualTo(file);
                assertThat(definition.rules()).as(definition.service()).isNotEmpty();
              });
    }
  }

  @Test
  void noTwoRulesClaimTheSame() {
    Map<String, String> owners = new HashMap<>();
    for (Definition definition : CATALOGUE.definitions()) {
      for (Located located : definition.rules()) {
        String other = owners.put(located.pattern().text(), located.origin());
        assertThat(other).as("%s at %s", located.pattern().text(), located.origin()).isNull();
      }
    }
  }

  @Test
  void noServiceIsInTwoFiles() {
    Set<String> names = new HashSet<>();
    assertThat(CATALOGUE.definitions())
        .allSatisfy(definition -> assertThat(names.add(definition.service())).isTrue());
  }

  /** Except .google, which belongs to the service itself. */
  @Test
  void noRuleOwnsAPublicSuffix() {
    assertThat(CATALOGUE.definitions())
        .flatExtracting(Definition::rules)
        .extracting(Located::pattern)
        .filteredOn(Pattern.Suffix.class::isInstance)
        .extracting(pattern -> ((Pattern.Suffix) pattern).domain())
        .filteredOn(domain -> RegistrableDomain.of("x." + domain).equals("x." + domain))
        .containsExactly("google");
  }

  @Test
  void itIsLarge() {
    assertThat(CATALOGUE.definitions()).hasSizeGreaterThan(1_000);
    assertThat(Catalogue.FILES).hasSizeGreaterThan(25);
  }

  /** A delivery network's rule would otherwise hide the service that it delivers for. */
  @Test
  void noDeliveryNetworkHoldsANameThatIsAServicesOwn() {
    RuleSet rules = RuleSet.of(Rules.NONE, CATALOGUE);
    for (Definition definition : CATALOGUE.definitions()) {
      for (Located located : definition.rules()) {
        String text = located.pattern().text();
        if (located.pattern().kind() == Pattern.Kind.SUFFIX) {
          Subject below =
              new Subject("x." + text.substring(2), IpAddress.parse("192.0.2.1"), 0, "");
          assertThat(rules.classify(below).service().name()).isEqualTo(definition.service());
        }
      }
    }
  }

  @Test
  void everyFileSaysWhereItsNamesWereLearned() {
    for (String file : Catalogue.FILES) {
      assertThat(FILES.resolve(file + ".yaml")).content().contains("# Learned from: ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rr3---sn-oguesn6d.googlevideo.com,YouTube",
    "googlevideo.com,YouTube",
    "music.youtube.com,YouTube Music",
    "s3-iad-2.cf.dash.row.aiv-cdn.net,Amazon Prime Video",
    "pbs.twimg.com,X (Twitter)",
    "t.co,X (Twitter)",
    "tweetdeck.x.com,TweetDeck",
    "legy-jp.line-apps.com,LINE",
    "online.example.com,example.com",
    "laws.example.com,example.com",
    "xt.co,xt.co",
    "edge.slack-edge.com,Slack",
    "wss-primary.slack.com,Slack",
    "d27xxe7juh1us6.cloudfront.net,Amazon CloudFront",
    "client.dropbox.com,Dropbox",
    "fonts.gstatic.com,Google Fonts",
    "www.gstatic.com,Google static content",
    "mask.icloud.com,iCloud Private Relay",
    "outlook.office365.com,Outlook"
  })
  void wellKnownNamesHaveTheirServicesWithAndWithoutTheShippedFile(String host, String service)
      throws IOException, ConfigException {
    Subject subject = new Subject(host, IpAddress.parse("192.0.2.1"), 0, "");
    for (Rules user : List.of(Rules.NONE, RulesFile.read(SHIPPED))) {
      assertThat(RuleSet.of(user, CATALOGUE).classify(subject).service().name()).isEqualTo(service);
    }
  }

  @Test
  void theShippedFileNamesServicesAsTheCatalogueDoes() throws IOException, ConfigException {
    Map<String, String> catalogue = new HashMap<>();
    CATALOGUE.definitions().forEach(d -> catalogue.put(d.service(), d.category()));
    assertThat(RulesFile.read(SHIPPED).definitions())
        .hasSize(7)
        .allSatisfy(d -> assertThat(catalogue).containsEntry(d.service(), d.category()));
  }

  @Test
  void theAuthorsNetworkIsNamedWithoutAName() throws IOException, ConfigException {
    RuleSet rules = RuleSet.of(RulesFile.read(SHIPPED), Rules.NONE);
    Subject subject = new Subject(null, IpAddress.parse("104.244.42.1"), 0, "");
    assertThat(rules.classify(subject).service().name()).isEqualTo("X (Twitter)");
  }

  @Test
  void theExampleInTheShippedFilesHeadIsRight() throws IOException, ConfigException {
    StringBuilder example = new StringBuilder();
    for (String line : Files.readAllLines(SHIPPED)) {
      if (line.startsWith("#   ")) {
        example.append(line.substring(4)).append('\n');
      }
    }
    Rules rules = RulesFile.parse("head", example.toString().getBytes(UTF_8));
    assertThat(rules.definitions()).hasSize(1);
    assertThat(rules.definitions().get(0).rules()).hasSize(9);
  }
}
