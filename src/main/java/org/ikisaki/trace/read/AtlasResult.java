package org.ikisaki.trace.read;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
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

/** A traceroute result of RIPE Atlas, firmware 4610 and later. */
final class AtlasResult {
  private AtlasResult() {}

  static Optional<Trace> trace(JsonObject json) {
    Optional<IpAddress> target = Fields.address(json, "dst_addr");
    if (target.isEmpty() || !Fields.text(json, "type").equals("traceroute")) {
      return Optional.empty();
    }
    TreeMap<Integer, Hop> hops = new TreeMap<>();
    for (JsonObject hop : Fields.objects(json, "result")) {
      long ttl = Fields.number(hop, "hop", 0);
      if (Fields.isTtl(ttl)) {
        hops.put((int) ttl, hop((int) ttl, hop, target.get()));
      }
    }
    String name = Fields.text(json, "dst_name");
    return Optional.of(
        new Trace(
            new Target(name.isEmpty() ? target.get().toString() : name, target.get()),
            "RIPE Atlas probe " + Fields.number(json, "prb_id", 0),
            Instant.ofEpochSecond(Fields.number(json, "timestamp", 0)),
            kind(Fields.text(json, "proto")),
            Fields.complete(hops),
            Map.of()));
  }

  private static ProbeKind kind(String protocol) {
    return switch (protocol.toUpperCase(Locale.ROOT)) {
      case "UDP" -> ProbeKind.UDP;
      case "ICMP" -> ProbeKind.ICMP;
      case "TCP" -> ProbeKind.TCP;
      default -> ProbeKind.UNKNOWN;
    };
  }

  private static Hop hop(int ttl, JsonObject hop, IpAddress target) {
    List<Answer> answers = new ArrayList<>();
    int sent = 0;
    for (JsonObject reply : Fields.objects(hop, "result")) {
      if (reply.has("late") || reply.has("dup")) {
        continue;
      }
      sent++;
      Optional<IpAddress> from = Fields.address(reply, "from");
      if (from.isPresent()) {
        answers.add(
            new Answer(
                from.get(),
                Fields.nanos(reply, "rtt"),
                meaning(Fields.text(reply, "err"), from.get(), target),
                labels(reply),
                false));
      }
    }
    return new Hop(ttl, sent, answers);
  }

  private static Answer.Meaning meaning(String error, IpAddress from, IpAddress target) {
    return switch (error) {
      case "" -> from.equals(target) ? Answer.Meaning.REACHED : Answer.Meaning.TIME_EXCEEDED;
      case "N" -> Answer.Meaning.NETWORK_UNREACHABLE;
      case "H" -> Answer.Meaning.HOST_UNREACHABLE;
      case "P" -> Answer.Meaning.PROTOCOL_UNREACHABLE;
      case "A", "X" -> Answer.Meaning.PROHIBITED;
      default -> Answer.Meaning.OTHER_UNREACHABLE;
    };
  }

  private static List<MplsLabel> labels(JsonObject reply) {
    List<MplsLabel> labels = new ArrayList<>();
    for (JsonObject object : Fields.objects(Fields.object(reply, "icmpext"), "obj")) {
      for (JsonObject label : Fields.objects(object, "mpls")) {
        labels.add(
            new MplsLabel(
                (int) Fields.number(label, "label", 0),
                (int) Fields.number(label, "exp", 0),
                Fields.number(label, "s", 0) == 1,
                (int) Fields.number(label, "ttl", 0)));
      }
    }
    return labels;
  }
}
