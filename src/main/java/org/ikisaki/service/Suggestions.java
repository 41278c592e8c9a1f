package org.ikisaki.service;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds what a user may want rules for: the traffic that no rule knows, put together by who seems
 * to be behind it. Names go by the word that is registered, so that {@code example.com} and {@code
 * example-cdn.net} are one; what has no name goes by its AS. Confined to one command.
 */
public final class Suggestions {
  /** What companies add to their name to register one more domain for the same thing. */
  private static final java.util.regex.Pattern ADDED =
      java.util.regex.Pattern.compile(
          "[-_]?(cdn|static|assets?|img|images?|media|video|api|apps?|content|edge|cloud)[0-9]*$");

  private static final int SHORTEST_BRAND = 4;
  private static final int MOST_PATTERNS = 8;
  private static final int IPV4_NETWORK = 24;
  private static final int IPV6_NETWORK = 48;

  private final RuleSet rules;
  private final Map<String, Growing> clusters = new LinkedHashMap<>();

  public Suggestions(RuleSet rules) {
    this.rules = rules;
  }

  /**
   * Takes in how much traffic there was with a subject; what rules or the household know is no
   * news.
   */
  public void add(Subject subject, long bytes) {
    RuleSet.Match match = rules.classify(subject);
    if (match.rule() != null || match.service().equals(Fallback.LOCAL_NETWORK)) {
      return;
    }
    if (subject.host() != null && Fallback.isNamed(subject)) {
      String domain = match.service().name();
      add("name " + brand(domain), "hosts", "*." + domain, subject.host(), bytes);
    } else {
      int length = subject.address().isIpv4() ? IPV4_NETWORK : IPV6_NETWORK;
      String network = subject.address().network(length) + "/" + length;
      String owner = subject.asn() == 0 ? network : match.service().name();
      add("address " + owner, "networks", network, owner, bytes);
    }
  }

  /** The largest first. */
  public List<Cluster> largest(int limit) {
    return clusters.values().stream()
        .map(Growing::cluster)
        .sorted(
            Comparator.comparingLong((Cluster c) -> -c.bytes).thenComparing(c -> c.patterns.get(0)))
        .limit(limit)
        .map(this::named)
        .toList();
  }

  private void add(String key, String list, String pattern, String example, long bytes) {
    try {
      Pattern canonical =
          list.equals("hosts") ? HostPatterns.parse(pattern) : AddressPatterns.network(pattern);
      clusters.computeIfAbsent(key, k -> new Growing(list)).add(canonical.text(), example, bytes);
    } catch (IllegalArgumentException e) {
      // A name from the wire that no rule could be written for.
    }
  }

  /** A service that is there already is not to grow by a name that only looks like it. */
  private Cluster named(Cluster cluster) {
    boolean taken =
        rules.rules().stream().anyMatch(r -> r.service().name().equalsIgnoreCase(cluster.name));
    return taken
        ? new Cluster(
            cluster.patterns.get(0).replace("*.", ""),
            cluster.list,
            cluster.patterns,
            cluster.examples,
            cluster.bytes)
        : cluster;
  }

  private static String brand(String domain) {
    int dot = domain.indexOf('.');
    String label = dot < 0 ? domain : domain.substring(0, dot);
    String brand = ADDED.matcher(label).replaceFirst("");
    return brand.length() < SHORTEST_BRAND ? domain : brand;
  }

  /**
   * Traffic that seems to be of one service.
   *
   * @param name to begin with
   * @param list the key that its patterns belong under
   * @param patterns those with the most bytes first, the first few
   * @param examples of what was seen, likewise
   */
  public record Cluster(
      String name, String list, List<String> patterns, List<String> examples, long bytes) {
    public Cluster {
      patterns = List.copyOf(patterns);
      examples = List.copyOf(examples);
    }
  }

  private static final class Growing {
    private final String list;
    private final Map<String, Long> patterns = new TreeMap<>();
    private final Map<String, Long> examples = new TreeMap<>();

    Growing(String list) {
      this.list = list;
    }

    void add(String pattern, String example, long bytes) {
      patterns.merge(pattern, bytes, Long::sum);
      examples.merge(example, bytes, Long::sum);
    }

    Cluster cluster() {
      List<String> largest = largest(patterns);
      List<String> seen = largest(examples);
      long bytes = patterns.values().stream().mapToLong(Long::longValue).sum();
      String name = list.equals("hosts") ? title(largest.get(0)) : seen.get(0);
      return new Cluster(name.replace(" (unnamed)", ""), list, largest, seen, bytes);
    }

    private static List<String> largest(Map<String, Long> sums) {
      List<Map.Entry<String, Long>> sorted = new ArrayList<>(sums.entrySet());
      sorted.sort(Map.Entry.<String, Long>comparingByValue().reversed());
      return sorted.stream().limit(MOST_PATTERNS).map(Map.Entry::getKey).toList();
    }

    /** {@code *.example.com} is Example's. */
    private static String title(String suffix) {
      String brand = brand(suffix.substring(2));
      return Character.toUpperCase(brand.charAt(0)) + brand.substring(1);
    }
  }
}
