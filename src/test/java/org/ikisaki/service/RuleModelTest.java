package org.ikisaki.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.ikisaki.config.ConfigException;
import org.ikisaki.service.RuleSet.Rule;
import org.ikisaki.service.Rules.Definition;
import org.ikisaki.service.Rules.Located;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.Test;

/** The compiled rules say what trying every one of them in order says. */
class RuleModelTest {
  private static final int ROUNDS = 300;
  private static final String[] LABELS = {"a", "b", "ab", "ba", "aab", "test"};
  private static final String[] DEVICES = {"02:00:00:00:00:01", "02:00:00:00:00:02"};

  private final Random random = new Random(7);

  @Test
  void everyIndexFindsWhatTryingAllRulesFinds() throws ConfigException {
    int found = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Rules user = rules("U");
      Rules catalogue = rules("C");
      RuleSet compiled = RuleSet.of(user, catalogue);
      List<Compiled> model = new ArrayList<>(model(user, true));
      model.addAll(model(catalogue, false));
      model.sort(Compiled.WINNER_FIRST);
      for (int i = 0; i < 50; i++) {
        Subject subject = subject();
        List<Rule> expected =
            model.stream().filter(rule -> rule.matches(subject)).map(Compiled::rule).toList();
        assertThat(compiled.explain(subject)).as("%s", subject).isEqualTo(expected);
        assertThat(compiled.classify(subject).rule())
            .isEqualTo(expected.isEmpty() ? null : expected.get(0));
        found += expected.size();
      }
    }
    assertThat(found).isGreaterThan(10 * ROUNDS);
  }

  private static List<Compiled> model(Rules rules, boolean user) {
    List<Compiled> model = new ArrayList<>();
    for (Definition definition : rules.definitions()) {
      for (Located rule : definition.rules()) {
        Rule told = new Rule(rule.text(), new Service(definition.service(), ""), rule.origin());
        model.add(new Compiled(rule.pattern(), rule.conditions(), told, user));
      }
    }
    return model;
  }

  /** What two services drew is left to the first, as a file may not hold it. */
  private Rules rules(String prefix) throws ConfigException {
    StringBuilder accepted = new StringBuilder("services:\n");
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < 25; i++) {
      String service = "  %s%d: {%s}\n".formatted(prefix, i, body());
      Rules alone = RulesFile.parse("in.yaml", ("services:\n" + service).getBytes(UTF_8));
      List<String> texts = alone.definitions().get(0).rules().stream().map(Located::text).toList();
      if (texts.stream().noneMatch(taken::contains)) {
        taken.addAll(texts);
        accepted.append(service);
      }
    }
    return RulesFile.parse("in.yaml", accepted.toString().getBytes(UTF_8));
  }

  private String body() {
    return switch (random.nextInt(4)) {
      case 0 -> "all: [{%s, %s}]".formatted(list(random.nextInt(3)), list(3 + random.nextInt(3)));
      case 1 -> "%s, not: {%s}".formatted(list(random.nextInt(6)), list(random.nextInt(6)));
      default -> list(random.nextInt(6));
    };
  }

  private String list(int key) {
    return switch (key) {
      case 0 -> "hosts: ['%s', '%s']".formatted(host(), host());
      case 1 ->
          random.nextBoolean()
              ? "networks: [%s]".formatted(IpAddress.ofIpv4(ipv4()).network(28) + "/28")
              : "networks: ['%s/%d']".formatted(ipv6().network(122), 122);
      case 2 -> "as: [%d]".formatted(1 + random.nextInt(3));
      case 3 -> "ports: [%d-%d]".formatted(1 + random.nextInt(3), 4 + random.nextInt(3));
      case 4 -> "protocols: [%s]".formatted(random.nextBoolean() ? "tcp" : "udp");
      default -> "devices: ['%s']".formatted(DEVICES[random.nextInt(2)]);
    };
  }

  private String host() {
    return switch (random.nextInt(5)) {
      case 0 -> label() + "." + label() + ".test";
      case 1 -> "*." + label() + ".test";
      case 2 -> label() + "*" + label() + "?" + label() + "*";
      case 3 -> "/^" + label() + "[.]" + label() + "+/";
      default -> "/" + label() + "\\.(" + label() + "|b)?" + label() + "$/";
    };
  }

  private Subject subject() {
    return new Subject(
        random.nextInt(5) == 0 ? null : label() + "." + label() + "." + label(),
        random.nextBoolean() ? IpAddress.ofIpv4(ipv4()) : ipv6(),
        random.nextInt(4),
        "",
        random.nextBoolean() ? 6 : 17,
        random.nextInt(8),
        random.nextInt(3) == 0 ? null : DEVICES[random.nextInt(2)]);
  }

  private String label() {
    return LABELS[random.nextInt(LABELS.length)];
  }

  private int ipv4() {
    return 0xc0000200 | random.nextInt(64);
  }

  private IpAddress ipv6() {
    return new IpAddress(0x2001_0db8_0000_0000L, random.nextInt(256));
  }
}
