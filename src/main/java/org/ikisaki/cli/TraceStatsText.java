package org.ikisaki.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.stats.Borders;
import org.ikisaki.trace.stats.Statistics;
import org.ikisaki.trace.stats.Statistics.Crossing;
import org.ikisaki.trace.stats.Statistics.FarEnd;
import org.ikisaki.trace.stats.Statistics.Kind;
import org.ikisaki.trace.stats.Statistics.Owner;
import org.ikisaki.trace.stats.Statistics.Party;

/** Statistics of traces, for people and as JSON. */
final class TraceStatsText {
  /** So few paths are told one by one. */
  private static final int FEW = 40;

  private static final String UNKNOWN = "ZZ";

  private final Statistics statistics;
  private final List<PlacedTrace> traces;
  private final int lines;

  TraceStatsText(Statistics statistics, List<PlacedTrace> traces, int lines) {
    this.statistics = statistics;
    this.traces = traces;
    this.lines = lines;
  }

  void print(PrintWriter out) {
    out.println(summary());
    if (statistics.accesses() >= 0) {
      out.println(
          "%d accesses by visitors that were traced, %d by others."
              .formatted(statistics.accesses(), statistics.untracedAccesses()));
    }
    out.println();
    out.println("By country of the far end:");
    List<FarEnd> kinds = statistics.kinds();
    kinds.stream().limit(lines).forEach(end -> out.println("  " + sentence(end)));
    more(out, kinds.size());
    printCrossings(out);
    if (traces.size() <= FEW) {
      out.println();
      out.println("Countries in order, … where hops between are not surely anywhere:");
      Map<String, Integer> ways = new LinkedHashMap<>();
      traces.forEach(trace -> ways.merge(way(trace), 1, Integer::sum));
      ways.forEach(
          (way, times) ->
              out.println(Text.safe("  " + way + (times > 1 ? " (" + times + " paths)" : ""))));
    }
    printOwners(out);
    printParties(out);
  }

  private String summary() {
    return "%s, %s, %s, %s (%d of them different, %d reached their target)."
        .formatted(
            count(statistics.places(), "place"),
            statistics.countries() == 1 ? "1 country" : statistics.countries() + " countries",
            count(statistics.hops(), "hop"),
            count(statistics.paths(), "path"),
            statistics.ways(),
            statistics.reached());
  }

  /** {@code Colombia: 100 % by way of United States (of 12 paths)}. */
  private static String sentence(FarEnd end) {
    String kinds =
        end.kinds().stream()
            .limit(4)
            .map(kind -> percent(kind.share()) + " " + by(kind))
            .collect(Collectors.joining(", "));
    int others = end.kinds().size() - 4;
    return "%s: %s%s (%s%s)"
        .formatted(
            country(end.country()),
            kinds.isEmpty() ? "not sure by which way" : kinds,
            others > 0 ? ", " + others + " other ways" : "",
            count(end.paths(), "path"),
            end.unsure() == 0 || kinds.isEmpty() ? "" : ", " + end.unsure() + " of them not sure");
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static String by(Kind kind) {
    return kind.by().isEmpty()
        ? "direct"
        : "by way of "
            + kind.by().stream().map(TraceStatsText::country).collect(Collectors.joining(", "));
  }

  private static String percent(double share) {
    long percent = Math.round(share * 100);
    return percent == 0 ? "< 1 %" : percent + " %";
  }

  private void printCrossings(PrintWriter out) {
    out.println();
    if (statistics.crossings().isEmpty()) {
      out.println("No border is surely crossed.");
      return;
    }
    out.println("Borders crossed, by paths:");
    Table table =
        new Table(
            Table.left(""),
            Table.left("FROM"),
            Table.left("TO"),
            Table.right("PATHS"),
            Table.right("SURELY"),
            Table.right("WITH HOPS UNPLACED BETWEEN"));
    for (Crossing crossing : statistics.crossings().stream().limit(lines).toList()) {
      table.add(
          "",
          country(crossing.from()),
          country(crossing.to()),
          Integer.toString(crossing.paths()),
          Integer.toString(crossing.sure()),
          Integer.toString(crossing.gaps()));
    }
    table.print(out);
    more(out, statistics.crossings().size());
  }

  /** {@code www.example.com: NO → SE … US}. */
  private static String way(PlacedTrace trace) {
    Borders borders = Borders.of(trace);
    StringBuilder way = new StringBuilder(trace.trace().target().name()).append(": ");
    for (int i = 0; i < borders.countries().size(); i++) {
      if (i > 0) {
        way.append(borders.sure().get(i - 1) ? " → " : " … ");
      }
      way.append(borders.countries().get(i));
    }
    String end = trace.end().country();
    int last = borders.countries().size() - 1;
    if (!end.equals(UNKNOWN) && (last < 0 || !borders.countries().get(last).equals(end))) {
      way.append(" … ").append(end).append("? (a database says so)");
    }
    return way.toString();
  }

  private void printOwners(PrintWriter out) {
    out.println();
    out.println("Who owns the equipment on the way:");
    Table table =
        new Table(
            Table.left(""),
            Table.left("NETWORK"),
            Table.right("PATHS"),
            Table.right("ROUTERS"),
            Table.left("SURELY IN"));
    for (Owner owner : statistics.owners().stream().limit(lines).toList()) {
      table.add(
          "",
          network(owner.asn(), owner.organisation()),
          Integer.toString(owner.paths()),
          Integer.toString(owner.routers()),
          some(owner.countries()));
    }
    table.print(out);
    more(out, statistics.owners().size());
  }

  private void printParties(PrintWriter out) {
    List<Party> parties = statistics.parties();
    long countries =
        parties.stream().flatMap(party -> party.countries().stream()).distinct().count();
    out.println();
    out.println(
        "All this tells %d parties in %d countries, and %d networks could see it on the way:"
            .formatted(parties.size(), countries, statistics.owners().size()));
    Table table =
        new Table(
            Table.left(""), Table.left("PARTY"), Table.right("TARGETS"), Table.left("COUNTRIES"));
    for (Party party : parties.stream().limit(lines).toList()) {
      table.add(
          "",
          network(party.asn(), party.organisation()),
          Integer.toString(party.targets()),
          some(party.countries()));
    }
    table.print(out);
    more(out, parties.size());
  }

  private void more(PrintWriter out, int all) {
    if (all > lines) {
      out.println("  and " + (all - lines) + " more (--lines)");
    }
  }

  private static String some(List<String> countries) {
    int shown = 8;
    return String.join(" ", countries.subList(0, Math.min(shown, countries.size())))
        + (countries.size() > shown ? " +" + (countries.size() - shown) : "");
  }

  private static String network(int asn, String organisation) {
    return asn == 0
        ? "(unknown)"
        : ("AS" + Integer.toUnsignedString(asn) + " " + organisation).strip();
  }

  private static String country(String code) {
    return code.equals(UNKNOWN)
        ? "(unknown)"
        : new Locale.Builder()
            .setRegion(code)
            .build()
            .getDisplayCountry(Locale.ENGLISH)
            .replace(" SAR China", "");
  }

  JsonObject json() {
    JsonObject object = new JsonObject();
    object.addProperty("places", statistics.places());
    object.addProperty("countries", statistics.countries());
    object.addProperty("hops", statistics.hops());
    object.addProperty("paths", statistics.paths());
    object.addProperty("different_paths", statistics.ways());
    object.addProperty("reached", statistics.reached());
    object.addProperty("accesses", statistics.accesses() < 0 ? null : statistics.accesses());
    object.addProperty(
        "untraced_accesses", statistics.accesses() < 0 ? null : statistics.untracedAccesses());
    object.add("far_ends", array(statistics.kinds(), TraceStatsText::json));
    object.add("crossings", array(statistics.crossings(), TraceStatsText::json));
    object.add("owners", array(statistics.owners(), TraceStatsText::json));
    object.add("parties", array(statistics.parties(), TraceStatsText::json));
    return object;
  }

  private static <T> JsonArray array(List<T> list, Function<T, JsonObject> each) {
    JsonArray array = new JsonArray();
    list.forEach(element -> array.add(each.apply(element)));
    return array;
  }

  private static JsonObject json(FarEnd end) {
    JsonObject object = new JsonObject();
    object.addProperty("country", end.country());
    object.addProperty("paths", end.paths());
    object.addProperty("unsure", end.unsure());
    object.add(
        "kinds",
        array(
            end.kinds(),
            kind -> {
              JsonObject line = new JsonObject();
              line.add("by", strings(kind.by()));
              line.addProperty("paths", kind.paths());
              line.addProperty("share", kind.share());
              return line;
            }));
    return object;
  }

  private static JsonObject json(Crossing crossing) {
    JsonObject object = new JsonObject();
    object.addProperty("from", crossing.from());
    object.addProperty("to", crossing.to());
    object.addProperty("sure", crossing.sure());
    object.addProperty("with_gaps", crossing.gaps());
    return object;
  }

  private static JsonObject json(Owner owner) {
    JsonObject object = new JsonObject();
    object.addProperty("asn", Integer.toUnsignedLong(owner.asn()));
    object.addProperty("organisation", owner.organisation());
    object.addProperty("paths", owner.paths());
    object.addProperty("routers", owner.routers());
    object.add("countries", strings(owner.countries()));
    return object;
  }

  private static JsonObject json(Party party) {
    JsonObject object = new JsonObject();
    object.addProperty("asn", Integer.toUnsignedLong(party.asn()));
    object.addProperty("organisation", party.organisation());
    object.addProperty("targets", party.targets());
    object.add("countries", strings(party.countries()));
    return object;
  }

  private static JsonArray strings(List<String> list) {
    JsonArray array = new JsonArray();
    list.forEach(array::add);
    return array;
  }
}
