package org.ikisaki.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.ikisaki.config.ConfigException;
import org.ikisaki.service.RuleSet.Match;
import org.ikisaki.service.RuleSet.Rule;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleSetTest {
  private static final String ALL_KINDS =
      """
      services:
        Exact: {hosts: [a.b.example.com]}
        Longer suffix: {hosts: ["*.b.example.com"]}
        Suffix: {category: video, hosts: ["*.example.com"]}
        Longer glob: {hosts: ["*b.example*"]}
        Glob: {hosts: ["*example*"]}
        Expression: {hosts: [/e.ample/]}
        Smaller network: {networks: [192.0.2.128/25, "2001:db8:1::/48"]}
        Network: {networks: [192.0.2.0/24, "2001:db8::/32"]}
        Narrow port: {ports: [tcp/8443]}
        Port: {ports: [8443]}
        Ports: {ports: [tcp/8000-8999]}
        System: {as: [64500]}
        Protocol: {protocols: [tcp]}
        Device: {devices: ["02:00:00:00:00:01"]}
      """;

  @Test
  void theMoreSpecificRuleWinsAndTheLosersFollowInOrder() throws ConfigException {
    RuleSet rules = RuleSet.of(rules(ALL_KINDS), Rules.NONE);
    IpAddress address = IpAddress.parse("192.0.2.200");
    Subject subject =
        new Subject("a.b.example.com", address, 64500, "X", 6, 8443, "02:00:00:00:00:01");

    assertThat(rules.explain(subject))
        .extracting(rule -> rule.service().name())
        .containsExactly(
            "Exact",
            "Longer suffix",
            "Suffix",
            "Longer glob",
            "Glob",
            "Expression",
            "Smaller network",
            "Network",
            "Narrow port",
            "Port",
            "Ports",
            "System",
            "Protocol",
            "Device");
    assertThat(rules.classify(subject))
        .isEqualTo(
            new Match(
                new Service("Exact", ""),
                new Rule("a.b.example.com", new Service("Exact", ""), "in.yaml:2")));
  }

  @ParameterizedTest
  @CsvSource({
    "x.a.b.example.com,Longer suffix",
    "b.example.com,Longer suffix",
    "example.com,Suffix",
    "xb.example.com,Suffix",
    "xb.example.net,Longer glob",
    "myexample.com,Glob",
    "eyample.org,Expression"
  })
  void namesMatchByLabelsNotBySubstrings(String host, String service) throws ConfigException {
    assertThat(classify(RuleSet.of(rules(ALL_KINDS), Rules.NONE), host).name()).isEqualTo(service);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.127,0,Network",
    "192.0.2.128,0,Smaller network",
    "192.0.3.1,64500,System",
    "2001:db8:1::1,0,Smaller network",
    "2001:db8:2::1,0,Network"
  })
  void addressesMatchTheSmallestNetworkThenTheSystem(String address, int asn, String service)
      throws ConfigException {
    RuleSet rules = RuleSet.of(rules(ALL_KINDS), Rules.NONE);
    Subject subject = new Subject(null, IpAddress.parse(address), asn, "");
    assertThat(rules.classify(subject).service().name()).isEqualTo(service);
  }

  @Test
  void theUsersRuleWinsOnlyWhereItIsAsSpecific() throws ConfigException {
    Rules catalogue =
        rules("services: {Theirs: {hosts: [a.example.com, '*.example.com'], as: [64500]}}");
    Rules user = rules("services: {Mine: {hosts: ['*.example.com', '*a.exam*'], as: [64500]}}");
    RuleSet rules = RuleSet.of(user, catalogue);

    assertThat(classify(rules, "b.example.com").name()).isEqualTo("Mine");
    assertThat(classify(rules, "a.example.com").name()).isEqualTo("Theirs");
    Subject subject = new Subject("b.example.com", IpAddress.parse("192.0.2.1"), 64500, "");
    assertThat(rules.explain(subject))
        .extracting(rule -> rule.service().name())
        .containsExactly("Mine", "Theirs", "Mine", "Theirs");
  }

  @Test
  void whatIsWrittenUnderAllMustHoldTogether() throws ConfigException {
    RuleSet rules =
        RuleSet.of(
            rules(
                """
                services:
                  Site: {hosts: ["*.example.com"]}
                  Site's mail:
                    all:
                      - hosts: ["*.example.com"]
                        ports: [993, tcp/465]
                      - networks: [192.0.2.0/24]
                        protocols: [tcp]
                        ports: [25]
                """),
            Rules.NONE);
    assertThat(service(rules, "a.example.com", 6, 993)).isEqualTo("Site's mail");
    assertThat(service(rules, "a.example.com", 17, 993)).isEqualTo("Site's mail");
    assertThat(service(rules, "a.example.com", 6, 465)).isEqualTo("Site's mail");
    assertThat(service(rules, "a.example.com", 17, 465)).isEqualTo("Site");
    assertThat(service(rules, "a.example.com", 6, 443)).isEqualTo("Site");
    assertThat(service(rules, "a.example.net", 6, 993)).isEqualTo("example.net");
    assertThat(service(rules, null, 6, 25)).isEqualTo("Site's mail");
    assertThat(service(rules, null, 17, 25)).isEqualTo("(unnamed)");
    Subject mail = new Subject("a.example.com", IpAddress.UNSPECIFIED, 0, "", 6, 993, null);
    assertThat(rules.explain(mail))
        .extracting(Rule::pattern)
        .containsExactly("*.example.com and port/993|tcp/465", "*.example.com");
  }

  @Test
  void whatIsWrittenUnderNotIsLeftToOthers() throws ConfigException {
    RuleSet rules =
        RuleSet.of(
            rules(
                """
                services:
                  All: {hosts: ["*.example.com"]}
                  Site:
                    hosts: ["*.example.com", example.net]
                    not: {hosts: ["*.ads.example.com"], ports: [25]}
                """),
            Rules.NONE);
    assertThat(service(rules, "www.example.com", 6, 443)).isEqualTo("Site");
    assertThat(service(rules, "x.ads.example.com", 6, 443)).isEqualTo("All");
    assertThat(service(rules, "www.example.com", 6, 25)).isEqualTo("All");
    assertThat(service(rules, "example.net", 6, 443)).isEqualTo("Site");
    assertThat(service(rules, "example.net", 6, 25)).isEqualTo("example.net");
  }

  @Test
  void aRuleThatLooksAtTheDeviceIsForThatDeviceAlone() throws ConfigException {
    Rules file =
        rules(
            """
            services:
              Videos: {hosts: ["*.example.com"]}
              The children's videos:
                all: [{hosts: ["*.example.com"], devices: [02-00-00-00-00-0A, 192.168.1.7]}]
            """);
    RuleSet rules = RuleSet.of(file, Rules.NONE);
    Subject anyone = new Subject("a.example.com", IpAddress.UNSPECIFIED, 0, "");

    assertThat(rules.devices()).containsExactlyInAnyOrder("02:00:00:00:00:0a", "192.168.1.7");
    assertThat(rules.classify(anyone).service().name()).isEqualTo("Videos");
    assertThat(rules.classify(anyone.of("02:00:00:00:00:0b")).service().name()).isEqualTo("Videos");
    assertThat(rules.classify(anyone.of("02:00:00:00:00:0a")).service().name())
        .isEqualTo("The children's videos");
    assertThat(rules.classify(anyone.of("192.168.1.7")).service().name())
        .isEqualTo("The children's videos");
    assertThat(RuleSet.EMPTY.devices()).isEmpty();
  }

  @Test
  void aServiceHasTheLookThatTheUserGaveOrElseTheCatalogues() throws ConfigException {
    Rules catalogue =
        rules("services: {A: {color: '#00FF00', icon: '\ud83c\udfac', hosts: [a.test]}}");
    Rules user = rules("services: {A: {color: '#123456'}}");
    RuleSet rules = RuleSet.of(user, catalogue);

    assertThat(rules.look(new Service("A", ""))).isEqualTo(new Look("#123456", "\ud83c\udfac"));
    assertThat(rules.look(new Service("B", ""))).isEqualTo(Look.NONE);
  }

  @Test
  void aCategoryOfTheUserHoldsForTheCataloguesRulesToo() throws ConfigException {
    Rules catalogue =
        rules("services: {A: {category: x, hosts: [a.test]}, B: {category: x, hosts: [b.test]}}");
    Rules user = rules("services: {A: {category: mine}, B: {hosts: [b2.test]}}");
    RuleSet rules = RuleSet.of(user, catalogue);

    assertThat(classify(rules, "a.test")).isEqualTo(new Service("A", "mine"));
    assertThat(classify(rules, "b2.test")).isEqualTo(new Service("B", "x"));
  }

  @ParameterizedTest
  @CsvSource({
    "www.example.co.uk,example.co.uk",
    "example.co.uk,example.co.uk",
    "co.uk,co.uk",
    "a.b.example.ne.jp,example.ne.jp",
    "d111.cloudfront.net,cloudfront.net",
    "someone.github.io,github.io",
    "a.b.c.unlisted,c.unlisted",
    "-odd-.b_c.example.com,example.com",
    "nas.local,Local network",
    "nas,Local network",
    "nas.home.arpa,Local network",
    "192.0.2.7,(unnamed)",
    "2001:db8::7,(unnamed)",
    "'',(unnamed)"
  })
  void whatNoRuleKnowsIsItsRegistrableDomain(String host, String service) {
    assertThat(classify(RuleSet.EMPTY, host).name()).isEqualTo(service);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,16509,Amazon,AS16509 Amazon (unnamed)",
    "192.0.2.1,16509,'',AS16509 (unnamed)",
    "192.0.2.1,-1,X,AS4294967295 X (unnamed)",
    "192.0.2.1,0,'',(unnamed)",
    "2001:db8::1,0,'',(unnamed)",
    "10.1.2.3,0,'',Local network",
    "172.31.0.1,0,'',Local network",
    "172.32.0.1,0,'',(unnamed)",
    "192.168.1.1,0,'',Local network",
    "169.254.1.1,0,'',Local network",
    "224.0.0.251,0,'',Local network",
    "255.255.255.255,0,'',Local network",
    "fe80::1,0,'',Local network",
    "fd00::1,0,'',Local network",
    "ff02::fb,0,'',Local network",
    "::1,0,'',Local network"
  })
  void whatHasNoNameIsItsSystemOrKind(String address, int asn, String org, String service) {
    Subject subject = new Subject(null, IpAddress.parse(address), asn, org);
    Match match = RuleSet.EMPTY.classify(subject);
    assertThat(match.service().name()).isEqualTo(service);
    assertThat(match.rule()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "a*c,abc,true",
    "a*c,ac,true",
    "a*c,abd,false",
    "*a*b,xxaxxab,true",
    "*a*b,xxaxxaba,false",
    "a?c,abc,true",
    "a?c,ac,false",
    "a*,a,true",
    "*a,ba,true",
    "*a,ab,false"
  })
  void globs(String glob, String name, boolean matches) {
    assertThat(Globs.matches(glob, name)).isEqualTo(matches);
  }

  @Test
  void theOrderInTheFileNeverChangesAVerdict() throws ConfigException {
    Random random = new Random(42);
    String[] labels = {"a", "b", "ab", "ba"};
    for (int round = 0; round < 200; round++) {
      List<String> services = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        String x = labels[random.nextInt(4)];
        String y = labels[random.nextInt(4)];
        String pattern =
            switch (random.nextInt(6)) {
              case 0 -> "hosts: [%s%d.%s.test]".formatted(x, i, y);
              case 1 -> "hosts: ['*.%s%d.test']".formatted(y, i % 3);
              case 2 -> "hosts: ['*%s?%s*', 's%d.test']".formatted(x, y, i);
              case 3 -> "hosts: ['/%s.*%s/', 's%d.test']".formatted(x, y, i);
              case 4 ->
                  "networks: [192.0.2.0/%d, 203.0.113.%d]".formatted(25 + random.nextInt(7), i);
              default -> "as: [%d]".formatted(64500 + i);
            };
        services.add("  S%d: {%s}\n".formatted(i, pattern));
      }
      RuleSet first = tolerant(services);
      Collections.shuffle(services, random);
      RuleSet second = tolerant(services);
      for (int i = 0; i < 30; i++) {
        String host =
            labels[random.nextInt(4)]
                + random.nextInt(12)
                + "."
                + labels[random.nextInt(4)]
                + random.nextInt(3)
                + ".test";
        IpAddress address = IpAddress.ofIpv4(0xc0000200 | random.nextInt(256));
        Subject subject =
            new Subject(random.nextInt(4) == 0 ? null : host, address, 64500 + i % 14, "");
        assertThat(names(first.explain(subject))).isEqualTo(names(second.explain(subject)));
        assertThat(first.classify(subject).service()).isEqualTo(second.classify(subject).service());
      }
    }
  }

  @Test
  void hostileExpressionsAndNamesEnd() throws ConfigException {
    StringBuilder file = new StringBuilder("services:\n");
    String[] hostile = {
      "(.*a){25}x$",
      "^(a+)+$",
      "(a|aa)+$",
      "(x|y)*z",
      "(a*)*b",
      "([a-z]+)*\\\\.$",
      "(.*)*(.*)*(.*)*q"
    };
    for (int i = 0; i < hostile.length; i++) {
      file.append(
          "  S%d: {hosts: [\"/%s/\", \"%s\"]}\n".formatted(i, hostile[i], "*a".repeat(60 + i)));
    }
    RuleSet rules = RuleSet.of(rules(file.toString()), Rules.NONE);
    for (String host :
        new String[] {"a".repeat(255), "x".repeat(255), "a.".repeat(127), "....", ""}) {
      assertThat(classify(rules, host)).isNotNull();
    }
  }

  /** Patterns that two services drew are left to the first, as a file may not hold them. */
  private static RuleSet tolerant(List<String> services) throws ConfigException {
    List<String> sorted = new ArrayList<>(services);
    Collections.sort(sorted);
    List<String> accepted = new ArrayList<>();
    for (String service : sorted) {
      accepted.add(service);
      try {
        rules("services:\n" + String.join("", accepted));
      } catch (ConfigException e) {
        accepted.remove(service);
      }
    }
    List<String> inOrder = services.stream().filter(accepted::contains).toList();
    return RuleSet.of(rules("services:\n" + String.join("", inOrder)), Rules.NONE);
  }

  private static List<String> names(List<Rule> rules) {
    return rules.stream().map(rule -> rule.service().name()).toList();
  }

  private static String service(RuleSet rules, @Nullable String host, int protocol, int port) {
    IpAddress address = IpAddress.parse("192.0.2.1");
    return rules.classify(new Subject(host, address, 0, "", protocol, port, null)).service().name();
  }

  private static Service classify(RuleSet rules, String host) {
    return rules.classify(new Subject(host, IpAddress.parse("198.51.100.1"), 0, "")).service();
  }

  private static Rules rules(String content) throws ConfigException {
    return RulesFile.parse("in.yaml", content.getBytes(UTF_8));
  }
}
