package org.ikisaki.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.ikisaki.demo.Household;
import org.ikisaki.pipeline.LiveView;
import org.ikisaki.pipeline.LiveView.ServiceTotal;
import org.ikisaki.store.Counters;

/**
 * The day of the demo as it goes by: redrawn in place on a terminal, else a line now and then.
 * Confined to one thread.
 */
final class DemoScreen {
  private static final int SHOWN = 20;
  private static final int BAR = 24;
  private static final Duration LINE_EVERY = Duration.ofSeconds(2);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE HH:mm");
  private static final String UP = "\u001b[%dA";
  private static final String ERASE_BELOW = "\r\u001b[J";

  private final PrintWriter out;
  private final boolean terminal;
  private final InstantSource clock;
  private int drawn;
  private Instant lastLine = Instant.MIN;

  DemoScreen(PrintWriter out, boolean terminal, InstantSource clock) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
  }

  /** Says who lives there. */
  void begin(Household household) {
    out.println(
        "A made-up household of "
            + household.devices().size()
            + " devices and "
            + household.services().size()
            + " services lives a day; Ctrl-C ends it.");
    out.flush();
  }

  void show(LiveView live) {
    Instant latest = live.latest();
    if (latest == null) {
      return;
    }
    if (terminal) {
      redraw(live.sinceStart(), latest);
    } else if (!clock.instant().isBefore(lastLine.plus(LINE_EVERY))) {
      lastLine = clock.instant();
      out.println(line(live.sinceStart(), latest));
      out.flush();
    }
  }

  /** Makes room for what comes after. */
  void end() {
    if (drawn > 0) {
      out.printf(UP, drawn);
      out.print(ERASE_BELOW);
      drawn = 0;
    }
    out.flush();
  }

  private void redraw(LiveView.Summary summary, Instant latest) {
    StringWriter text = new StringWriter();
    PrintWriter lines = new PrintWriter(text);
    lines.println(TIME.format(latest.atZone(ZoneId.systemDefault())) + "  " + headline(summary));
    List<ServiceTotal> services = summary.services();
    long largest = services.isEmpty() ? 1 : Math.max(1, services.get(0).counters().bytes());
    for (ServiceTotal service : services.subList(0, Math.min(SHOWN, services.size()))) {
      Counters counters = service.counters();
      int length = (int) (BAR * counters.bytes() / largest);
      lines.printf(
          "  %-28.28s %-24s %9s down %9s up%n",
          Text.safe(service.service().name()),
          "#".repeat(length),
          Text.bytes(counters.bytesDown()),
          Text.bytes(counters.bytesUp()));
    }
    int previous = drawn;
    drawn = (int) text.toString().lines().count();
    if (previous > 0) {
      out.printf(UP, previous);
    }
    out.print(ERASE_BELOW + text);
    out.flush();
  }

  private static String line(LiveView.Summary summary, Instant latest) {
    StringBuilder line = new StringBuilder(TIME.format(latest.atZone(ZoneId.systemDefault())));
    line.append("  ").append(headline(summary)).append(':');
    for (ServiceTotal service :
        summary.services().subList(0, Math.min(6, summary.services().size()))) {
      line.append("  ")
          .append(Text.safe(service.service().name()))
          .append(' ')
          .append(Text.bytes(service.counters().bytes()));
    }
    return line.toString();
  }

  private static String headline(LiveView.Summary summary) {
    long bytes = summary.services().stream().mapToLong(s -> s.counters().bytes()).sum();
    return Text.bytes(bytes)
        + ", "
        + summary.devices()
        + " devices, "
        + summary.services().size()
        + " services";
  }
}
