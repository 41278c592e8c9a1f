package org.ikisaki.trace.history;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ikisaki.geo.Place;
import org.ikisaki.store.StoredTrace;
import org.ikisaki.store.StoredTrace.StoredAnswer;
import org.ikisaki.store.TraceHistory;
import org.ikisaki.store.TraceHistory.Made;
import org.ikisaki.store.TraceHistory.Recorded;
import org.ikisaki.trace.Answer;
import org.ikisaki.trace.Hop;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.MplsLabel;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.PlacedTrace.PlacedHop;
import org.ikisaki.trace.ProbeKind;
import org.ikisaki.trace.Target;
import org.ikisaki.trace.Trace;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Keeps traces in a store, and reads them back. Places are not kept but read anew each time, as
 * services are: what names and databases say is learned later, too.
 */
public final class RecordedTraces {
  private static final long NANOS_PER_MICRO = 1_000;
  private static final String SILENT = "SILENT";
  private static final int LABEL_FIELDS = 4;

  /** The store's file is the user's: what no program of ours wrote is left out. */
  private static final Predicate<String> NUMBER = Pattern.compile("\\d{1,7}").asMatchPredicate();

  private final Path store;

  public RecordedTraces(Path store) {
    this.store = store;
  }

  /**
   * Adds traces in order of time; a route that changed becomes an event.
   *
   * @param mostSeries how many hops are time series of their own where they are exported
   */
  public Recorded add(List<PlacedTrace> traces, int mostSeries) throws IOException {
    List<Made> made =
        traces.stream()
            .sorted(Comparator.comparing(trace -> trace.trace().started()))
            .map(trace -> new Made(stored(trace), places(trace)))
            .toList();
    return TraceHistory.record(
        store,
        made,
        mostSeries,
        (route, recent) -> Route.parse(route).change(recent.stream().map(Route::parse).toList()));
  }

  /**
   * Those of that time, the newest first.
   *
   * @param target an address or what a target was called; empty for all
   */
  public List<Trace> newest(Instant from, Instant to, String target, int limit) throws IOException {
    return TraceHistory.newest(store, from, to, target, limit).stream()
        .map(RecordedTraces::trace)
        .toList();
  }

  /** The country is the one that a router is in, not the one that it is registered in. */
  private static Map<IpAddress, Place> places(PlacedTrace placed) {
    Map<IpAddress, Place> places = new HashMap<>();
    for (PlacedHop hop : placed.hops()) {
      if (hop.address() != null) {
        Location location = hop.placement().location();
        String country = location == null ? Place.UNKNOWN.country() : location.country();
        places.put(hop.address(), new Place(hop.network().asn(), hop.network().asOrg(), country));
      }
    }
    return places;
  }

  private static StoredTrace stored(PlacedTrace placed) {
    Trace trace = placed.trace();
    List<StoredAnswer> answers = new ArrayList<>();
    for (PlacedHop placedHop : placed.hops()) {
      Hop hop = placedHop.hop();
      if (hop.silent()) {
        answers.add(new StoredAnswer(hop.ttl(), hop.sent(), null, null, -1, SILENT, "", false));
      }
      for (Answer answer : hop.answers()) {
        answers.add(stored(hop, answer, trace.names().get(answer.from())));
      }
    }
    return new StoredTrace(
        trace.origin(),
        trace.started(),
        trace.target().name(),
        trace.target().address(),
        trace.kind().name(),
        Route.of(placed).text(),
        answers);
  }

  private static StoredAnswer stored(Hop hop, Answer answer, @Nullable String name) {
    long nanos = answer.roundTripNanos();
    String labels =
        answer.labels().stream()
            .map(
                label ->
                    "%d/%d/%d/%d"
                        .formatted(
                            label.label(),
                            label.trafficClass(),
                            label.bottom() ? 1 : 0,
                            label.ttl()))
            .collect(Collectors.joining(" "));
    return new StoredAnswer(
        hop.ttl(),
        hop.sent(),
        answer.from(),
        name,
        nanos < 0 ? -1 : nanos / NANOS_PER_MICRO,
        answer.meaning().name(),
        labels,
        answer.translated());
  }

  private static Trace trace(StoredTrace stored) {
    Map<Integer, List<StoredAnswer>> byTtl =
        stored.answers().stream()
            .collect(Collectors.groupingBy(StoredAnswer::ttl, TreeMap::new, Collectors.toList()));
    Map<IpAddress, String> names = new HashMap<>();
    List<Hop> hops = new ArrayList<>();
    byTtl.forEach(
        (ttl, answers) -> {
          List<Answer> back = new ArrayList<>();
          for (StoredAnswer answer : answers) {
            IpAddress router = answer.router();
            if (router != null) {
              back.add(answer(router, answer));
              if (answer.routerName() != null) {
                names.put(router, answer.routerName());
              }
            }
          }
          hops.add(new Hop(ttl, answers.get(0).sent(), back));
        });
    return new Trace(
        new Target(stored.name(), stored.target()),
        stored.origin(),
        stored.started(),
        known(ProbeKind.class, stored.kind(), ProbeKind.UNKNOWN),
        hops,
        names);
  }

  private static Answer answer(IpAddress router, StoredAnswer stored) {
    return new Answer(
        router,
        stored.rttMicros() < 0 ? -1 : stored.rttMicros() * NANOS_PER_MICRO,
        known(Answer.Meaning.class, stored.meaning(), Answer.Meaning.OTHER_UNREACHABLE),
        labels(stored.labels()),
        stored.translated());
  }

  private static List<MplsLabel> labels(String text) {
    List<MplsLabel> labels = new ArrayList<>();
    for (String label : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
      String[] fields = label.split("/", -1);
      if (fields.length == LABEL_FIELDS && Arrays.stream(fields).allMatch(NUMBER)) {
        labels.add(
            new MplsLabel(
                Integer.parseInt(fields[0]),
                Integer.parseInt(fields[1]),
                fields[2].equals("1"),
                Integer.parseInt(fields[3])));
      }
    }
    return labels;
  }

  /** A word of a later version of this program is the last resort. */
  private static <E extends Enum<E>> E known(Class<E> type, String word, E otherwise) {
    for (E each : type.getEnumConstants()) {
      if (each.name().equals(word)) {
        return each;
      }
    }
    return otherwise;
  }
}
