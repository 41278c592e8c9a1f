package org.ikisaki.service;

import com.google.re2j.Matcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ikisaki.service.RuleSet.Compiled;
import org.ikisaki.service.RuleSet.Rule;

/** The rules with one kind of pattern, arranged for looking up. */
interface Index {
  /** The rules that match, the most specific first, the user's before the catalogue's. Lazy. */
  Stream<Rule> matches(Subject subject);

  static Index exact(List<Compiled> rules) {
    Map<String, List<Rule>> byHost = group(rules, Pattern.Exact.class, Pattern.Exact::text);
    return subject -> subject.host() == null ? Stream.empty() : at(byHost, subject.host());
  }

  static Index suffix(List<Compiled> rules) {
    Map<String, List<Rule>> byDomain = group(rules, Pattern.Suffix.class, Pattern.Suffix::domain);
    return subject ->
        subject.host() == null
            ? Stream.empty()
            : Stream.iterate(subject.host(), host -> !host.isEmpty(), Index::parent)
                .flatMap(domain -> at(byDomain, domain));
  }

  static Index glob(List<Compiled> rules) {
    Comparator<Compiled> order =
        Comparator.comparing((Compiled c) -> -((Pattern.Glob) c.pattern()).literals())
            .thenComparing(Compiled::user, Comparator.reverseOrder())
            .thenComparing(c -> c.pattern().text());
    return scan(rules, Pattern.Glob.class, order, (glob, host) -> Globs.matches(glob.text(), host));
  }

  static Index regex(List<Compiled> rules) {
    Comparator<Compiled> order =
        Comparator.comparing(Compiled::user, Comparator.reverseOrder())
            .thenComparing(c -> -c.pattern().text().length())
            .thenComparing(c -> c.pattern().text());
    return scan(
        rules,
        Pattern.Regex.class,
        order,
        (regex, host) -> {
          Matcher matcher = regex.expression().matcher(host);
          return matcher.find();
        });
  }

  static Index network(List<Compiled> rules) {
    Map<Pattern.Network, List<Rule>> byNetwork =
        group(rules, Pattern.Network.class, Function.identity());
    TreeSet<Integer> ipv4 = new TreeSet<>(Comparator.reverseOrder());
    TreeSet<Integer> ipv6 = new TreeSet<>(Comparator.reverseOrder());
    for (Pattern.Network network : byNetwork.keySet()) {
      (network.address().isIpv4() ? ipv4 : ipv6).add(network.length());
    }
    return subject ->
        (subject.address().isIpv4() ? ipv4 : ipv6)
            .stream()
                .flatMap(
                    length ->
                        at(
                            byNetwork,
                            new Pattern.Network(subject.address().network(length), length)));
  }

  static Index autonomousSystem(List<Compiled> rules) {
    Map<Integer, List<Rule>> byNumber =
        group(rules, Pattern.AutonomousSystem.class, Pattern.AutonomousSystem::number);
    return subject -> at(byNumber, subject.asn());
  }

  private static <P extends Pattern> Index scan(
      List<Compiled> rules,
      Class<P> kind,
      Comparator<Compiled> order,
      BiPredicate<P, String> matches) {
    List<Compiled> sorted =
        rules.stream().filter(c -> kind.isInstance(c.pattern())).sorted(order).toList();
    return subject -> {
      String host = subject.host();
      return host == null
          ? Stream.empty()
          : sorted.stream()
              .filter(c -> matches.test(kind.cast(c.pattern()), host))
              .map(Compiled::rule);
    };
  }

  private static <P extends Pattern, K> Map<K, List<Rule>> group(
      List<Compiled> rules, Class<P> kind, Function<P, K> key) {
    Map<K, List<Rule>> groups = new HashMap<>();
    for (Compiled rule : rules) {
      if (kind.isInstance(rule.pattern())) {
        groups
            .computeIfAbsent(key.apply(kind.cast(rule.pattern())), k -> new ArrayList<>(1))
            .add(rule.rule());
      }
    }
    return groups;
  }

  private static <K> Stream<Rule> at(Map<K, List<Rule>> groups, K key) {
    return groups.getOrDefault(key, List.of()).stream();
  }

  private static String parent(String host) {
    int dot = host.indexOf('.');
    return dot < 0 ? "" : host.substring(dot + 1);
  }
}
