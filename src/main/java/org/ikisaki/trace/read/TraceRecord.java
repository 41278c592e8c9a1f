package org.ikisaki.trace.read;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.time.DateTimeException;
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

/**
 * A trace of our own as a line of JSON, without the places of its hops, and back. Nanoseconds, and
 * names of the model in lower case; names of routers aren't kept.
 */
public final class TraceRecord {
  private static final String TYPE = "ikisaki";
  private static final int MAX_SENT = 1_000;

  private TraceRecord() {}

  /** Without a line's end. */
  public static String line(Trace trace) {
    JsonObject json = new JsonObject();
    json.addProperty("type", TYPE);
    json.addProperty("target", trace.target().name());
    json.addProperty("address", trace.target().address().toString());
    json.addProperty("origin", trace.origin());
    json.addProperty("started", trace.started().toString());
    json.addProperty("kind", lower(trace.kind()));
    JsonArray hops = new JsonArray();
    trace.hops().forEach(hop -> hops.add(hop(hop)));
    json.add("hops", hops);
    return json.toString();
  }

  private static JsonObject hop(Hop hop) {
    JsonObject json = new JsonObject();
    json.addProperty("ttl", hop.ttl());
    json.addProperty("sent", hop.sent());
    JsonArray answers = new JsonArray();
    hop.answers().forEach(answer -> answers.add(answer(answer)));
    json.add("answers", answers);
    return json;
  }

  private static JsonObject answer(Answer answer) {
    JsonObject json = new JsonObject();
    json.addProperty("from", answer.from().toString());
    json.addProperty("rtt_ns", answer.roundTripNanos());
    json.addProperty("meaning", lower(answer.meaning()));
    if (answer.translated()) {
      json.addProperty("nat", true);
    }
    if (!answer.labels().isEmpty()) {
      JsonArray labels = new JsonArray();
      answer.labels().forEach(label -> labels.add(label(label)));
      json.add("mpls", labels);
    }
    return json;
  }

  private static JsonObject label(MplsLabel label) {
    JsonObject json = new JsonObject();
    json.addProperty("label", label.label());
    json.addProperty("class", label.trafficClass());
    json.addProperty("bottom", label.bottom());
    json.addProperty("ttl", label.ttl());
    return json;
  }

  /** What {@link #line} wrote; empty if it is anything else, or the rest of a broken line. */
  public static Optional<Trace> parse(String line) {
    try {
      JsonElement json = JsonParser.parseString(line);
      return json.isJsonObject() && isRecord(json.getAsJsonObject())
          ? trace(json.getAsJsonObject())
          : Optional.empty();
    } catch (JsonParseException | DateTimeException e) {
      return Optional.empty();
    }
  }

  static boolean isRecord(JsonObject json) {
    return Fields.text(json, "type").equals(TYPE);
  }

  /**
   * Empty if it is none.
   *
   * @throws DateTimeException if it says no time
   */
  static Optional<Trace> trace(JsonObject json) {
    Optional<IpAddress> address = Fields.address(json, "address");
    if (address.isEmpty()) {
      return Optional.empty();
    }
    TreeMap<Integer, Hop> hops = new TreeMap<>();
    for (JsonObject hop : Fields.objects(json, "hops")) {
      long ttl = Fields.number(hop, "ttl", 0);
      if (Fields.isTtl(ttl)) {
        List<Answer> answers = new ArrayList<>();
        Fields.objects(hop, "answers").forEach(answer -> answer(answer).ifPresent(answers::add));
        long sent = Math.min(MAX_SENT, Fields.number(hop, "sent", 0));
        hops.put((int) ttl, new Hop((int) ttl, (int) Math.max(sent, answers.size()), answers));
      }
    }
    return Optional.of(
        new Trace(
            new Target(Fields.text(json, "target"), address.get()),
            Fields.text(json, "origin"),
            Instant.parse(Fields.text(json, "started")),
            constant(ProbeKind.class, Fields.text(json, "kind")).orElse(ProbeKind.UNKNOWN),
            Fields.complete(hops),
            Map.of()));
  }

  private static Optional<Answer> answer(JsonObject json) {
    Optional<IpAddress> from = Fields.address(json, "from");
    Optional<Answer.Meaning> meaning = constant(Answer.Meaning.class, Fields.text(json, "meaning"));
    if (from.isEmpty() || meaning.isEmpty()) {
      return Optional.empty();
    }
    List<MplsLabel> labels = new ArrayList<>();
    for (JsonObject label : Fields.objects(json, "mpls")) {
      labels.add(
          new MplsLabel(
              (int) Fields.number(label, "label", 0),
              (int) Fields.number(label, "class", 0),
              Fields.flag(label, "bottom"),
              (int) Fields.number(label, "ttl", 0)));
    }
    return Optional.of(
        new Answer(
            from.get(),
            Math.max(-1, Fields.number(json, "rtt_ns", -1)),
            meaning.get(),
            labels,
            Fields.flag(json, "nat")));
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> Optional<E> constant(Class<E> type, String name) {
    for (E constant : type.getEnumConstants()) {
      if (lower(constant).equals(name)) {
        return Optional.of(constant);
      }
    }
    return Optional.empty();
  }
}
