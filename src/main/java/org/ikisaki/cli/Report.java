package org.ikisaki.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ikisaki.pipeline.LiveView;
import org.ikisaki.pipeline.LiveView.ServiceTotal;
import org.ikisaki.store.Counters;
import org.jspecify.annotations.Nullable;

/** What the running monitor says once in a while. Confined to one thread. */
final class Report {
  /** When silence is worth a word. */
  static final Duration SILENCE = Duration.ofSeconds(30);

  private static final Duration SILENCE_AGAIN = Duration.ofMinutes(10);
  private static final int SHOWN = 12;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final PrintWriter out;
  private final String sources;
  private final Duration every;
  private final boolean json;
  private final InstantSource clock;
  private final Set<String> toldOf = new HashSet<>();
  private @Nullable Instant shownLatest;
  private Instant shownAt;
  private Instant lastNews;
  private @Nullable Instant complained;

  Report(PrintWriter out, String sources, Duration every, boolean json, InstantSource clock) {
    this.out = out;
    this.sources = sources;
    this.every = every;
    this.json = json;
    this.clock = clock;
    this.shownAt = Instant.MIN;
    this.lastNews = clock.instant();
  }

  /** Says what is new, if it is time to: at once the first time, then every period. */
  void show(LiveView live) {
    Instant now = clock.instant();
    Instant latest = live.latest();
    if (latest == null || latest.equals(shownLatest)) {
      complainOfSilence(now);
      return;
    }
    lastNews = now;
    complained = null;
    if (shownLatest == null || !now.isBefore(shownAt.plus(every))) {
      print(live, shownLatest == null ? Instant.EPOCH : shownLatest);
      shownLatest = latest;
      shownAt = now;
    }
  }

  /** Says what was not yet said. */
  void last(LiveView live) {
    Instant latest = live.latest();
    if (latest != null && !latest.equals(shownLatest)) {
      print(live, shownLatest == null ? Instant.EPOCH : shownLatest);
    }
  }

  /** Says once of each client that it asks DNS questions for the whole house. */
  void showSharedResolver(@Nullable String client) {
    if (client != null && toldOf.add(client) && !json) {
      out.println(
          String.join(
              System.lineSeparator(),
              Text.safe(client) + " asks DNS questions for the whole house: a resolver of its own.",
              "  - Names are taken from its answers, for all devices.",
              "  - Which device asked is in its log; docs/resolver.md shows how to have it read."));
      out.flush();
    }
  }

  /** Says once of each source in {@code names} that it listens where it can't hear others. */
  void showWrongPlaces(List<String> names) {
    for (String name : names) {
      if (toldOf.add(name) && !json) {
        out.println(
            String.join(
                System.lineSeparator(),
                "Nearly all that "
                    + name
                    + " hears is this computer's own traffic, or sent to everybody.",
                "  - A switch sends a computer only its own traffic, unless the port mirrors another:",
                "    docs/attach.md shows how to attach it.",
                "  - On a router, listen on an inside interface: 'ikisaki interfaces' lists them.",
                "  - If it is this computer alone that you want to watch, all is well."));
        out.flush();
      }
    }
  }

  private void complainOfSilence(Instant now) {
    boolean silent = !now.isBefore(lastNews.plus(SILENCE));
    boolean due = complained == null || !now.isBefore(complained.plus(SILENCE_AGAIN));
    if (silent && due && !json) {
      complained = now;
      out.println(
          String.join(
              System.lineSeparator(),
              "Nothing heard on " + sources + " for " + SILENCE.toSeconds() + " seconds.",
              "  - Is it the right interface, and is its cable in? 'ikisaki interfaces' lists them.",
              "  - A switch sends a computer only its own traffic, unless the port mirrors another:",
              "    docs/attach.md shows how to attach it.",
              "  - 'ikisaki demo' shows what to expect, with a made-up household."));
      out.flush();
    }
  }

  private void print(LiveView live, Instant since) {
    LiveView.Summary summary = live.since(since);
    out.println(json ? Json.line(json(summary, live.sharedResolver())) : text(summary));
    out.flush();
  }

  private String text(LiveView.Summary summary) {
    Counters total = total(summary.services());
    StringBuilder text = new StringBuilder();
    text.append(TIME.format(clock.instant().atZone(ZoneId.systemDefault())));
    text.append("  ").append(Text.bytes(total.bytesDown())).append(" down, ");
    text.append(Text.bytes(total.bytesUp())).append(" up, ");
    text.append(summary.devices()).append(summary.devices() == 1 ? " device" : " devices");
    long duplicates = summary.captured().duplicates();
    if (duplicates > 0) {
      text.append(", ").append(duplicates).append(" frames heard twice and counted once");
    }
    long lost = summary.captured().lost();
    if (lost > 0) {
      text.append(", ").append(Text.lost(lost));
    }
    if (summary.coverage().bytes() > 0) {
      text.append(System.lineSeparator());
      text.append("  ").append(CoverageText.sentence(summary.coverage()));
    }
    for (ServiceTotal service : summary.services().subList(0, shown(summary))) {
      text.append(System.lineSeparator());
      text.append(
          String.format(
              "  %-40s %10s down %10s up",
              Text.safe(service.service().name()),
              Text.bytes(service.counters().bytesDown()),
              Text.bytes(service.counters().bytesUp())));
    }
    int more = summary.services().size() - shown(summary);
    if (more > 0) {
      text.append(System.lineSeparator()).append("  and ").append(more).append(" more");
    }
    return text.toString();
  }

  private static int shown(LiveView.Summary summary) {
    return Math.min(SHOWN, summary.services().size());
  }

  private JsonObject json(LiveView.Summary summary, @Nullable String sharedResolver) {
    JsonObject object = new JsonObject();
    object.addProperty("time", clock.instant().toString());
    object.addProperty("devices", summary.devices());
    object.addProperty("frames", summary.captured().frames());
    object.addProperty("dropped", summary.captured().lost());
    object.addProperty("duplicates", summary.captured().duplicates());
    object.add("naming", CoverageText.json(summary.coverage()));
    object.addProperty("shared_resolver", sharedResolver);
    object.add("services", services(summary.services()));
    object.add("total", Json.counters(total(summary.services())));
    return object;
  }

  private static JsonArray services(List<ServiceTotal> totals) {
    JsonArray array = new JsonArray();
    for (ServiceTotal total : totals) {
      JsonObject line = new JsonObject();
      line.addProperty("service", total.service().name());
      line.addProperty("category", total.service().category());
      Json.counters(total.counters()).asMap().forEach(line::add);
      array.add(line);
    }
    return array;
  }

  private static Counters total(List<ServiceTotal> services) {
    return services.stream().map(ServiceTotal::counters).reduce(Counters.ZERO, Counters::plus);
  }
}
