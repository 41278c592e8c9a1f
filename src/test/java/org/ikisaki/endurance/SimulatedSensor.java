package org.ikisaki.endurance;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.ikisaki.export.ExportLoop;
import org.ikisaki.export.Target;
import org.ikisaki.service.RuleSet;
import org.ikisaki.store.Store;
import org.ikisaki.store.StoreReader;

/**
 * One of many sensors: a household that goes through the real store, and from there to a server
 * under the sensor's name. What was there before it was started is not made again.
 *
 * <p>Arguments of the program: the store's file, the number of the sensor, the server, how many
 * intervals there are to be in the end, and whether it is to stay then until it is killed.
 */
final class SimulatedSensor implements AutoCloseable {
  static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  /** What the program says when all is in its store, whatever has arrived by then. */
  static final String WROTE = "wrote";

  private static final Instant NEVER = Instant.parse("2100-01-01T00:00:00Z");
  private static final int INTERVALS_PER_COMMIT = 6;
  private static final Duration LONG = Duration.ofMinutes(20);

  private final Path file;
  private final int number;
  private final Store store;
  private final HouseholdLoad load;
  private int next;

  SimulatedSensor(Path file, int number) throws IOException {
    this.file = file;
    this.number = number;
    store = Store.open(file, RuleSet.EMPTY);
    load = new HouseholdLoad(number);
    int stored = stored(file);
    while (next < stored) {
      load.next(time(next++));
    }
  }

  public static void main(String[] arguments) throws Exception {
    int number = Integer.parseInt(arguments[1]);
    try (SimulatedSensor sensor = new SimulatedSensor(Path.of(arguments[0]), number);
        ExportLoop loop = sensor.export("scaling", arguments[2])) {
      Thread thread = new Thread(loop, "export");
      thread.start();
      sensor.writeUntil(Integer.parseInt(arguments[3]));
      System.out.println(WROTE);
      if (Boolean.parseBoolean(arguments[4])) {
        new CountDownLatch(1).await();
      }
      loop.finish(LONG);
      thread.join();
    }
  }

  /** What its export calls it. */
  static String name(int number) {
    return "sensor%02d".formatted(number);
  }

  /** Makes and commits intervals until there are so many. */
  void writeUntil(int intervals) throws IOException {
    while (next < intervals) {
      store.add(load.next(time(next++)));
      if (next % INTERVALS_PER_COMMIT == 0) {
        store.commit();
      }
    }
    store.commit();
  }

  /** An export of its store, not yet running; another name begins anew. */
  ExportLoop export(String name, String server) throws IOException {
    Target target =
        Targets.of("{kind: victoriametrics, name: %s, url: \"%s\"}".formatted(name, server));
    return ExportLoop.of(target, name(number), store, file);
  }

  long bytesDown() throws IOException {
    try (StoreReader reader = StoreReader.open(file)) {
      return reader.total(Instant.EPOCH, NEVER).bytesDown();
    }
  }

  /** Intervals that are stored: the next one is made with what follows in its random numbers. */
  private static int stored(Path file) throws IOException {
    try (StoreReader reader = StoreReader.open(file)) {
      return reader
          .span()
          .map(span -> 1 + (int) (Duration.between(START, span.last()).toSeconds() / 10))
          .orElse(0);
    }
  }

  private static Instant time(int interval) {
    return START.plus(HouseholdLoad.INTERVAL.multipliedBy(interval));
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
