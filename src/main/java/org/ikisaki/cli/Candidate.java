package org.ikisaki.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ikisaki.naming.Confidence;
import org.ikisaki.naming.Name;
import org.ikisaki.naming.NameSource;
import org.ikisaki.naming.Named;
import org.ikisaki.naming.Names;
import org.ikisaki.service.RuleSet;
import org.ikisaki.service.Subject;
import org.ikisaki.store.StoreReader;
import org.ikisaki.store.StoreReader.EvidenceRow;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A piece of evidence, and whether a connection of its device that does not state its own name is
 * called by it.
 *
 * <p>That is found out by giving all evidence of the address to {@link Names}, as the pipeline
 * does, so that it can't be told otherwise than it is done.
 *
 * @param verdict in words
 */
record Candidate(EvidenceRow evidence, boolean wins, String verdict) {
  /** Each costs a look at all evidence. */
  private static final int MAX_ADDRESSES = 50;

  /**
   * Judges evidence.
   *
   * @param device for whose connections, null for those of each piece's own device
   * @param resolver the client whose answers are the house's, null if there is none
   * @param rules which names are one service's
   */
  static List<Candidate> of(
      StoreReader reader,
      List<EvidenceRow> rows,
      @Nullable String device,
      @Nullable String resolver,
      RuleSet rules)
      throws IOException {
    Map<String, Known> known = new HashMap<>();
    List<Candidate> candidates = new ArrayList<>();
    for (EvidenceRow row : rows) {
      Known all = known.get(row.address());
      if (all == null && known.size() < MAX_ADDRESSES) {
        all = Known.of(reader.evidence(row.address()), resolver);
        known.put(row.address(), all);
      }
      if (all != null) {
        candidates.add(all.judge(row, device == null ? row.device() : device, rules));
      }
    }
    return candidates;
  }

  /**
   * All that is known of one address.
   *
   * @param latest when the newest piece was seen, in nanoseconds since 1970
   */
  private record Known(Names names, @Nullable String resolver, long latest) {
    static Known of(List<EvidenceRow> rows, @Nullable String resolver) {
      Map<String, NameSource> sources = new HashMap<>();
      for (NameSource source : NameSource.values()) {
        sources.putIfAbsent(source.label(), source);
      }
      List<EvidenceRow> oldestFirst =
          rows.stream().sorted(Comparator.comparing(EvidenceRow::lastSeen)).toList();
      Names names = new Names();
      names.shareAnswersOf(resolver);
      long latest = 0;
      for (EvidenceRow row : oldestFirst) {
        latest = TimeUnit.SECONDS.toNanos(row.lastSeen().getEpochSecond());
        NameSource source = sources.getOrDefault(row.source(), NameSource.PERSISTED);
        Name name = new Name(row.host(), source);
        names.learn(row.device(), IpAddress.parse(row.address()), name, latest);
      }
      return new Known(names, resolver, latest);
    }

    Candidate judge(EvidenceRow row, String device, RuleSet rules) {
      IpAddress address = IpAddress.parse(row.address());
      Named named =
          names.lookup(
              device,
              address,
              latest,
              host -> rules.classify(new Subject(host, address, 0, "")).service());
      if (named == null) {
        return new Candidate(row, false, "too old, or of several services, to name anything");
      }
      Name winner = named.name();
      boolean isDevices = row.device().equals(device);
      boolean isAnswer = row.source().equals(NameSource.DNS.label());
      boolean counts =
          switch (winner.source()) {
            case DNS, DNS_LATE -> isDevices && isAnswer;
            case DNS_SHARED -> row.device().equals(resolver) && isAnswer;
            case DNS_OTHER -> !isDevices;
            default -> isDevices;
          };
      if (row.host().equals(winner.host())) {
        return new Candidate(row, counts, counts ? wins(named.confidence()) : "says the same");
      }
      String reason = whyLost(winner.source(), isDevices, counts);
      return new Candidate(row, false, "loses to " + winner.host() + ": " + reason);
    }

    private static String wins(Confidence confidence) {
      return "wins: the host is right in %d of 100, the service in %d"
          .formatted(confidence.host(), confidence.service());
    }

    private static String whyLost(NameSource winner, boolean isDevices, boolean counts) {
      if (counts) {
        return "newer";
      }
      return switch (winner) {
        case DNS, DNS_LATE -> isDevices ? "a DNS answer" : "the device's own";
        case DNS_SHARED -> "the house's resolver";
        default -> "the device's own";
      };
    }
  }
}
