package org.ikisaki.cli;

import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.ikisaki.trace.Answer;
import org.ikisaki.trace.Hop;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.PlacedTrace.PlacedHop;
import org.ikisaki.wire.IpAddress;

/** Traces as a terminal shows them: a line a hop. */
final class TraceTable {
  private static final double NANOS_PER_MILLI = 1e6;

  private TraceTable() {}

  static void print(Iterable<PlacedTrace> traces, PrintWriter out) {
    for (PlacedTrace trace : traces) {
      out.println(Text.safe(heading(trace)));
      Table table =
          new Table(
              Table.right(""),
              Table.left("address"),
              Table.left("name"),
              Table.right("best"),
              Table.right("loss"),
              Table.left("network"),
              Table.left("place"),
              Table.right("sure"),
              Table.left(""));
      trace
          .hops()
          .forEach(
              hop -> {
                table.add(row(hop));
                hop.hop().addresses().stream()
                    .skip(1)
                    .forEach(other -> table.add(other(hop.hop(), other)));
              });
      table.print(out);
      out.println();
    }
    out.flush();
  }

  private static String heading(PlacedTrace placed) {
    String name = placed.trace().target().name();
    String address = placed.trace().target().address().toString();
    return (name.equals(address) ? address : name + " (" + address + ")")
        + (placed.trace().reached() ? "" : ", not reached")
        + ", "
        + placed.trace().started();
  }

  private static String[] row(PlacedHop hop) {
    boolean placed = hop.placement().location() != null;
    return new String[] {
      Integer.toString(hop.hop().ttl()),
      hop.address() == null ? "*" : hop.address().toString(),
      hop.name() == null ? "" : hop.name(),
      millis(hop.hop().bestRoundTrip()),
      hop.hop().loss() == 0 ? "" : Math.round(hop.hop().loss() * 100) + " %",
      hop.network().asn() == 0
          ? ""
          : ("AS" + hop.network().asn() + " " + hop.network().asOrg()).strip(),
      place(hop),
      placed ? Math.round(hop.placement().confidence() * 100) + " %" : "",
      notes(hop.hop())
    };
  }

  /** Another router at the same distance, where the way forks. */
  private static String[] other(Hop hop, IpAddress address) {
    return new String[] {
      "", address.toString(), "", millis(hop.bestRoundTrip(address)), "", "", "", "", ""
    };
  }

  /** Why the way ends, as traceroute says it; labels; a NAT. */
  private static String notes(Hop hop) {
    Set<String> notes = new LinkedHashSet<>();
    for (Answer answer : hop.answers()) {
      notes.add(refusal(answer.meaning()));
      answer.labels().forEach(label -> notes.add("MPLS " + label.label()));
      notes.add(answer.translated() ? "behind a NAT" : "");
    }
    notes.remove("");
    return String.join(", ", notes);
  }

  private static String refusal(Answer.Meaning meaning) {
    return switch (meaning) {
      case TIME_EXCEEDED, REACHED -> "";
      case NETWORK_UNREACHABLE -> "!N";
      case HOST_UNREACHABLE -> "!H";
      case PROTOCOL_UNREACHABLE -> "!P";
      case PROHIBITED -> "!A";
      case OTHER_UNREACHABLE -> "!U";
    };
  }

  private static String place(PlacedHop hop) {
    Location location = hop.placement().location();
    if (location != null) {
      return location.city().isEmpty()
          ? location.country()
          : location.city() + ", " + location.country();
    }
    return switch (hop.placement().kind()) {
      case PRIVATE -> "private";
      case SILENT -> "";
      default -> "?";
    };
  }

  private static String millis(OptionalLong nanos) {
    return nanos.isEmpty()
        ? ""
        : String.format(Locale.ROOT, "%.1f ms", nanos.getAsLong() / NANOS_PER_MILLI);
  }
}
