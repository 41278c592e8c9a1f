package org.ikisaki.trace.read;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ikisaki.trace.Answer;
import org.ikisaki.trace.Hop;
import org.ikisaki.trace.ProbeKind;
import org.ikisaki.trace.Target;
import org.ikisaki.trace.Trace;
import org.ikisaki.wire.IpAddress;

/**
 * What {@code mtr --json} prints: a summary for each hop.
 *
 * <p>It tells one host a hop, by address ({@code -n}), by name, or by both ({@code -b}); a router
 * of which only the name is told has no address, and is a silent hop here. The target's address is
 * that of the hop that answered last, if the target isn't given as one.
 */
record MtrReport(String origin, Instant time) {
  private static final Pattern NAME_AND_ADDRESS = Pattern.compile("(\\S+) \\(([^)]+)\\)");
  private static final int MAX_PROBES = 10_000;

  Optional<Trace> trace(JsonObject report) {
    TreeMap<Integer, Hop> hops = new TreeMap<>();
    Map<IpAddress, String> names = new HashMap<>();
    for (JsonObject hub : Fields.objects(report, "hubs")) {
      long ttl = Fields.number(hub, "count", textual(Fields.text(hub, "count")));
      if (Fields.isTtl(ttl)) {
        hops.put((int) ttl, hop((int) ttl, hub, names));
      }
    }
    String name = Fields.text(Fields.object(report, "mtr"), "dst");
    Optional<IpAddress> address = Addresses.parse(name).or(() -> last(hops));
    if (address.isEmpty() || hops.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Trace(
            new Target(name.isEmpty() ? address.get().toString() : name, address.get()),
            origin,
            time,
            ProbeKind.UNKNOWN,
            Fields.complete(hops),
            names));
  }

  /** Older versions write numbers as text. */
  private static long textual(String text) {
    return text.matches("\\d{1,3}") ? Long.parseLong(text) : 0;
  }

  private static Hop hop(int ttl, JsonObject hub, Map<IpAddress, String> names) {
    String host = Fields.text(hub, "host");
    Matcher both = NAME_AND_ADDRESS.matcher(host);
    boolean named = both.matches();
    Optional<IpAddress> from = Addresses.parse(named ? both.group(2) : host);
    int sent = (int) Math.max(0, Math.min(MAX_PROBES, Fields.number(hub, "Snt", 1)));
    if (from.isEmpty()) {
      return new Hop(ttl, sent, List.of());
    }
    if (named) {
      names.put(from.get(), both.group(1));
    }
    double loss = Fields.decimal(hub, "Loss%", 0) / 100;
    long answered = Math.max(1, Math.round(sent * (1 - loss)));
    List<Answer> answers = new ArrayList<>();
    for (String field : List.of("Best", "Last", "Wrst")) {
      if (answers.size() < answered) {
        answers.add(Answer.of(from.get(), Fields.nanos(hub, field), Answer.Meaning.TIME_EXCEEDED));
      }
    }
    while (answers.size() < answered) {
      answers.add(Answer.of(from.get(), -1, Answer.Meaning.TIME_EXCEEDED));
    }
    return new Hop(ttl, Math.max(sent, answers.size()), answers);
  }

  private static Optional<IpAddress> last(TreeMap<Integer, Hop> hops) {
    return hops.descendingMap().values().stream()
        .filter(hop -> !hop.silent())
        .findFirst()
        .map(hop -> hop.addresses().get(0));
  }
}
