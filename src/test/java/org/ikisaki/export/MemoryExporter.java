package org.ikisaki.export;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.ikisaki.store.Level;

/** A database in memory that replaces equal series and times, and fails as it is told. */
final class MemoryExporter implements Exporter {
  /** Lines by series and time. */
  private final Map<String, String> points = new TreeMap<>();

  private final List<String> requests = new ArrayList<>();
  private final Deque<Reply> failures = new ArrayDeque<>();
  private Function<List<String>, Reply> server = lines -> Reply.STORED;
  private boolean deletes = true;
  private boolean cuts;

  /** The next requests are answered so, and do nothing. */
  MemoryExporter failing(Reply... replies) {
    failures.addAll(List.of(replies));
    return this;
  }

  /** Lines are stored where {@code judge} says {@link Reply#STORED}. */
  MemoryExporter judging(Function<List<String>, Reply> judge) {
    server = judge;
    return this;
  }

  /** The next write is stored, but nobody is told. */
  MemoryExporter cuttingOnce() {
    cuts = true;
    return this;
  }

  MemoryExporter withoutDeletes() {
    deletes = false;
    return this;
  }

  @Override
  public synchronized Reply write(Level level, List<String> lines) {
    requests.add("write " + lines.size());
    if (cuts) {
      cuts = false;
      lines.forEach(line -> points.put(key(line), line));
      return Reply.unavailable("cut");
    }
    Reply reply = failures.isEmpty() ? server.apply(lines) : failures.remove();
    if (reply.outcome() == Reply.Outcome.STORED) {
      lines.forEach(line -> points.put(key(line), line));
    }
    return reply;
  }

  @Override
  public Reply delete(Level level, Instant first, Instant last) {
    String range = first.getEpochSecond() + " " + last.getEpochSecond();
    requests.add("delete " + (level == Level.TEN_SECONDS ? "" : level.label() + " ") + range);
    return remove(
        line ->
            level(line) == level
                && time(line) >= first.getEpochSecond()
                && time(line) <= last.getEpochSecond());
  }

  @Override
  public Reply forget(String tag, String value, Instant until) {
    requests.add("forget " + tag + "=" + value);
    return remove(
        line ->
            line.contains("," + tag + "=" + value.replace(" ", "\\ ") + ",")
                && time(line) < until.getEpochSecond());
  }

  @Override
  public Reply empty() {
    requests.add("empty");
    return remove(line -> true);
  }

  private synchronized Reply remove(Predicate<String> condition) {
    if (!failures.isEmpty()) {
      return failures.remove();
    }
    if (!deletes && !requests.get(requests.size() - 1).equals("empty")) {
      return Reply.unsupported("no such function");
    }
    points.values().removeIf(condition);
    return Reply.STORED;
  }

  private static Level level(String line) {
    String name = line.substring(0, line.indexOf(','));
    return Measurement.valueOf(name.toUpperCase(Locale.ROOT)).level();
  }

  /** The times of all points, each once. */
  SortedSet<Instant> times(Measurement measurement) {
    return lines(measurement).stream()
        .map(line -> Instant.ofEpochSecond(time(line)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The first time after {@code time}. */
  Instant oldestAfter(Measurement measurement, Instant time) {
    return times(measurement).stream().filter(t -> t.isAfter(time)).findFirst().orElseThrow();
  }

  /** How many lines were sent. */
  synchronized long written() {
    return requests.stream()
        .filter(r -> r.startsWith("write "))
        .mapToLong(r -> Long.parseLong(r.substring(6)))
        .sum();
  }

  List<String> requests() {
    return requests;
  }

  synchronized List<String> lines(Measurement measurement) {
    return points.values().stream()
        .filter(line -> line.startsWith(measurement.label() + ","))
        .toList();
  }

  long sum(Measurement measurement, String field) {
    return lines(measurement).stream().mapToLong(line -> field(line, field)).sum();
  }

  /** The tags and the time: what lies before and behind the fields, which begin with a name. */
  private static String key(String line) {
    return line.replaceFirst("(?<!\\\\) [a-z_]+=\\d+i.* ", " ");
  }

  private static long time(String line) {
    return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
  }

  private static long field(String line, String name) {
    String value = line.replaceFirst(".*[ ,]" + name + "=(\\d+)i.*", "$1");
    return Long.parseLong(value);
  }

  @Override
  public void close() {
    requests.add("close");
  }
}
