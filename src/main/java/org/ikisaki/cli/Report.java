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
import java.util.Map;
import java.util.Set;
import org.ikisaki.daemon.SourceState;
import org.ikisaki.pipeline.LiveView;
import org.ikisaki.pipeline.LiveView.ServiceTotal;
import org.ikisaki.store.Counters;
import org.ikisaki.store.NewDevice;
import org.jspecify.annotations.Nullable;

/** What the running monitor says once in a while. Confined to one thread. */
final class Report {
  private static final int SHOWN = 12;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final PrintWriter out;
  private final Duration every;
  private final boolean json;
  private final InstantSource clock;
  private final Warnings warnings;
  private final Set<String> toldOf = new HashSet<>();
  private @Nullable Instant shownLatest;
  private Instant shownAt;

  Report(PrintWriter out, String sources, Duration every, boolean json, InstantSource clock) {
    this.out = out;
    this.every = every;
    this.json = json;
    this.clock = clock;
    this.shownAt = Instant.MIN;
    this.warnings = new Warnings(out, sources, json, clock.instant());
  }

  /** Says which devices came for the first time. */
  void showNewDevices(List<NewDevice> devices) {
    for (NewDevice device : devices.subList(0, Math.min(SHOWN, devices.size()))) {
      if (json) {
        JsonObject object = new JsonObject();
        object.addProperty("time", device.time().toString());
        object.addProperty("new_device", device.key());
        object.addProperty("name", device.label());
        out.println(Json.line(object));
      } else {
        out.println(
            "New device: "
                + Text.safe(device.label())
                + " ("
                + device.key()
                + "); 'ikisaki devices show "
                + device.key()
                + "' says more.");
      }
    }
    if (devices.size() > SHOWN && !json) {
      out.println("and " + (devices.size() - SHOWN) + " more new devices");
    }
    out.flush();
  }

  /**
   * Says what is new, if it is time to: at once the first time, then every period; and what is
   * wrong.
   *
   * @param counts what was counted since the start, by name
   */
  void show(LiveView live, List<SourceState> sources, Map<String, Long> counts) {
    Instant now = clock.instant();
    warnings.wrongPlaces(now, sources);
    Instant latest = live.latest();
    if (latest == null || latest.equals(shownLatest)) {
      warnings.silent(now, sources);
      return;
    }
    warnings.heard(now);
    if (shownLatest == null || !now.isBefore(shownAt.plus(every))) {
      print(live, sources, counts);
      shownLatest = latest;
      shownAt = now;
    }
  }

  /** Says what was not yet said. */
  void last(LiveView live, List<SourceState> sources, Map<String, Long> counts) {
    Instant latest = live.latest();
    if (latest != null && !latest.equals(shownLatest)) {
      print(live, sources, counts);
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

  private void print(LiveView live, List<SourceState> sources, Map<String, Long> counts) {
    LiveView.Summary summary = live.since(shownLatest == null ? Instant.EPOCH : shownLatest);
    out.println(
        json
            ? Json.line(json(summary, sources, counts, live.sharedResolver()))
            : text(summary, sources));
    out.flush();
  }

  private String text(LiveView.Summary summary, List<SourceState> sources) {
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
    long evicted = summary.captured().flowsEvicted();
    if (evicted > 0) {
      text.append(", ").append(evicted).append(" connections more than can be followed");
    }
    long unread = summary.captured().unread();
    if (unread > 0) {
      text.append(", ").append(unread).append(" openings and answers too many to be read");
    }
    long gaps = summary.captured().gaps();
    if (gaps > 0) {
      text.append(", interface lost ").append(gaps).append(gaps == 1 ? " time" : " times");
    }
    for (SourceState source : sources) {
      if (source.isInTrouble()) {
        text.append(System.lineSeparator());
        text.append("  ").append(source.name()).append(": ").append(source.status());
      }
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

  private JsonObject json(
      LiveView.Summary summary,
      List<SourceState> sources,
      Map<String, Long> counts,
      @Nullable String sharedResolver) {
    JsonObject object = new JsonObject();
    object.addProperty("time", clock.instant().toString());
    object.addProperty("devices", summary.devices());
    object.addProperty("frames", summary.captured().frames());
    object.addProperty("dropped", summary.captured().lost());
    object.addProperty("duplicates", summary.captured().duplicates());
    object.add("naming", CoverageText.json(summary.coverage()));
    object.addProperty("shared_resolver", sharedResolver);
    object.addProperty("gaps", summary.captured().gaps());
    object.addProperty("flows_evicted", summary.captured().flowsEvicted());
    object.addProperty("unread", summary.captured().unread());
    object.add("sources", sources(sources));
    JsonObject sinceStart = new JsonObject();
    counts.forEach(sinceStart::addProperty);
    object.add("counts", sinceStart);
    object.add("services", services(summary.services()));
    object.add("total", Json.counters(total(summary.services())));
    return object;
  }

  private static JsonArray sources(List<SourceState> sources) {
    JsonArray array = new JsonArray();
    for (SourceState source : sources) {
      JsonObject line = new JsonObject();
      line.addProperty("source", source.name());
      line.addProperty("status", source.status());
      line.addProperty("gaps", source.gaps());
      line.addProperty("wrong_place", source.isAtWrongPlace());
      array.add(line);
    }
    return array;
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
