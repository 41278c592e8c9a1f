package org.ikisaki.trace.read;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ikisaki.trace.Answer;
import org.ikisaki.trace.Hop;
import org.ikisaki.trace.MplsLabel;
import org.ikisaki.trace.ProbeKind;
import org.ikisaki.trace.Target;
import org.ikisaki.trace.Trace;
import org.ikisaki.wire.IpAddress;

/** A line of {@code sc_warts2json}, type "trace". */
final class ScamperTrace {
  private static final int ICMP_UNREACHABLE = 3;
  private static final int ICMP6_UNREACHABLE = 1;

  private ScamperTrace() {}

  static Optional<Trace> trace(JsonObject json, String origin) {
    Optional<IpAddress> target = Fields.address(json, "dst");
    if (target.isEmpty()) {
      return Optional.empty();
    }
    TreeMap<Integer, List<Answer>> answers = new TreeMap<>();
    Map<IpAddress, String> names = new HashMap<>();
    for (JsonObject reply : Fields.objects(json, "hops")) {
      Optional<IpAddress> from = Fields.address(reply, "addr");
      long ttl = Fields.number(reply, "probe_ttl", 0);
      if (from.isPresent() && Fields.isTtl(ttl)) {
        answers
            .computeIfAbsent((int) ttl, ignored -> new ArrayList<>())
            .add(answer(reply, from.get(), target.get()));
        String name = Fields.text(reply, "name");
        if (!name.isEmpty()) {
          names.put(from.get(), name);
        }
      }
    }
    int attempts = (int) Math.max(1, Math.min(10, Fields.number(json, "attempts", 1)));
    TreeMap<Integer, Hop> hops = new TreeMap<>();
    answers.forEach((ttl, list) -> hops.put(ttl, new Hop(ttl, Math.max(list.size(), 1), list)));
    long last = Fields.number(json, "hop_count", 0);
    if (Fields.isTtl(last)) {
      hops.putIfAbsent((int) last, new Hop((int) last, attempts, List.of()));
    }
    JsonObject start = Fields.object(json, "start");
    return Optional.of(
        new Trace(
            Target.of(target.get()),
            origin,
            Instant.ofEpochSecond(Fields.number(start, "sec", 0)),
            kind(Fields.text(json, "method")),
            Fields.complete(hops),
            names));
  }

  private static ProbeKind kind(String method) {
    String lower = method.toLowerCase(Locale.ROOT);
    return lower.startsWith("udp")
        ? ProbeKind.UDP
        : lower.startsWith("icmp")
            ? ProbeKind.ICMP
            : lower.startsWith("tcp") ? ProbeKind.TCP : ProbeKind.UNKNOWN;
  }

  private static Answer answer(JsonObject reply, IpAddress from, IpAddress target) {
    List<MplsLabel> labels = new ArrayList<>();
    for (JsonObject extension : Fields.objects(reply, "icmpext")) {
      for (JsonObject label : Fields.objects(extension, "mpls_labels")) {
        labels.add(
            new MplsLabel(
                (int) Fields.number(label, "mpls_label", 0),
                (int) Fields.number(label, "mpls_exp", 0),
                Fields.number(label, "mpls_s", 0) == 1,
                (int) Fields.number(label, "mpls_ttl", 0)));
      }
    }
    return new Answer(
        from, Fields.nanos(reply, "rtt"), meaning(reply, from, target), labels, false);
  }

  private static Answer.Meaning meaning(JsonObject reply, IpAddress from, IpAddress target) {
    if (from.equals(target)) {
      return Answer.Meaning.REACHED;
    }
    long type = Fields.number(reply, "icmp_type", -1);
    boolean unreachable = type == (from.isIpv4() ? ICMP_UNREACHABLE : ICMP6_UNREACHABLE);
    return unreachable ? Answer.Meaning.OTHER_UNREACHABLE : Answer.Meaning.TIME_EXCEEDED;
  }
}
