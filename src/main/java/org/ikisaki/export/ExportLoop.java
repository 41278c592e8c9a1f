package org.ikisaki.export;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.ikisaki.export.ExportStatus.State;
import org.ikisaki.store.Store;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Brings one server level with the store and keeps it so. The store is the only queue: its cursor
 * moves when the server has said that it has the lines.
 *
 * <p>Confined to one thread, except {@link #status} and {@link #close}.
 */
public final class ExportLoop implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExportLoop.class);
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration REFUSED_PAUSE = Duration.ofSeconds(60);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  private final String name;
  private final Exporter exporter;
  private final Backlog backlog;
  private final InstantSource clock;
  private final Backoff backoff;
  private final Trouble trouble = new Trouble();
  private final Trouble rejections = new Trouble();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile boolean finishing;

  private @Nullable Shipment shipment;
  private Instant notBefore = Instant.MIN;
  private boolean canDelete = true;
  private long written;
  private long rejected;
  private @Nullable String lastRejection;

  private volatile ExportStatus status;

  ExportLoop(
      String name,
      Exporter exporter,
      Backlog backlog,
      InstantSource clock,
      RandomGenerator random) {
    this.name = name;
    this.exporter = exporter;
    this.backlog = backlog;
    this.clock = clock;
    this.backoff = new Backoff(random);
    this.status = new ExportStatus(name, State.SENDING, Duration.ZERO, null, null, 0, 0, null);
  }

  /**
   * An export of {@code store}, which lies in {@code file}, to {@code target}. Nothing happens
   * before it runs.
   */
  public static ExportLoop of(Target target, String sensor, Store store, Path file) {
    return new ExportLoop(
        target.name(),
        exporter(target, sensor),
        new Backlog(
            target.name(), store, file, new Points(sensor, store.series().hostsPerInterval())),
        InstantSource.system(),
        new SplittableRandom());
  }

  static Exporter exporter(Target target, String sensor) {
    if (target instanceof Target.Influx1 influx1) {
      return new Influx1Exporter(influx1, sensor);
    }
    return new Influx2Exporter((Target.Influx2) target, sensor);
  }

  /** Works until closed. */
  @Override
  public void run() {
    try {
      while (closed.getCount() > 0) {
        // Read first: what was committed before it was set must be looked for once more.
        boolean isLast = finishing;
        if (!doWork()) {
          if (isLast) {
            return;
          }
          closed.await(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      release();
    }
  }

  /**
   * At most one request to the server.
   *
   * @return whether there is more to do at once
   */
  boolean doWork() {
    Instant now = clock.instant();
    if (isPausing(now)) {
      return false;
    }
    try {
      if (shipment == null) {
        shipment = backlog.next();
      }
      if (shipment == null) {
        well(State.LEVEL);
        return false;
      }
      return ship(shipment, now);
    } catch (IOException e) {
      pause(State.WAITING, "store: " + InfluxClient.describe(e), backoff.next(), now);
      return false;
    }
  }

  /** A clock that was set back does not make the pause longer. */
  private boolean isPausing(Instant now) {
    return now.isBefore(notBefore)
        && Duration.between(now, notBefore).compareTo(LONGEST_PAUSE) <= 0;
  }

  private boolean ship(Shipment current, Instant now) throws IOException {
    Shipment.Range range = current.deletion();
    if (range != null) {
      return delete(current, range, now);
    }
    List<String> part = current.part();
    if (part != null) {
      return write(current, part, now);
    }
    backlog.arrived(current);
    shipment = null;
    return true;
  }

  private boolean delete(Shipment current, Shipment.Range range, Instant now) {
    Reply reply = canDelete ? exporter.delete(range.first(), range.last()) : Reply.STORED;
    switch (reply.outcome()) {
      case UNAVAILABLE, REFUSED -> {
        return keep(reply, now);
      }
      case STORED -> current.deleted();
      case UNSUPPORTED, BAD_LINES, TOO_LARGE -> {
        canDelete = false;
        LOG.warn(
            "export {}: the server can't delete ({}): where history is corrected later, it keeps"
                + " the old series beside the new ones",
            name,
            reply.message());
        current.deleted();
      }
    }
    return true;
  }

  private boolean write(Shipment current, List<String> part, Instant now) {
    Reply reply = exporter.write(part);
    switch (reply.outcome()) {
      case UNAVAILABLE, REFUSED, UNSUPPORTED -> {
        return keep(reply, now);
      }
      case STORED -> {
        long refused = Math.min(reply.rejected(), part.size());
        written += part.size() - refused;
        if (refused > 0) {
          reject(refused, reply.message(), part.get(0), now);
        }
        current.written();
      }
      case TOO_LARGE, BAD_LINES -> {
        if (part.size() > 1) {
          current.halve();
        } else {
          reject(1, reply.message(), part.get(0), now);
          current.written();
        }
      }
    }
    well(State.SENDING);
    return true;
  }

  private void well(State state) {
    backoff.reset();
    if (trouble.isOver()) {
      LOG.info("export {}: goes on", name);
    }
    publish(state, null, null);
  }

  /** Nothing is lost: the shipment stays, and the cursor where it is. */
  private boolean keep(Reply reply, Instant now) {
    if (reply.outcome() == Reply.Outcome.UNAVAILABLE) {
      Duration pause = backoff.next();
      pause(
          State.WAITING,
          reply.message(),
          pause.compareTo(reply.pause()) > 0 ? pause : reply.pause(),
          now);
    } else {
      pause(State.REFUSED, reply.message(), REFUSED_PAUSE, now);
    }
    return false;
  }

  private void pause(State state, String problem, Duration pause, Instant now) {
    notBefore = now.plus(pause);
    if (trouble.isNews(problem, now)) {
      LOG.atLevel(state == State.REFUSED ? Level.ERROR : Level.WARN)
          .log("export {}: {}; rows wait in the store", name, problem);
    }
    publish(state, problem, notBefore);
  }

  private void reject(long lines, String reason, String example, Instant now) {
    rejected += lines;
    lastRejection = reason;
    if (rejections.isNews(reason, now)) {
      LOG.warn(
          "export {}: the server refuses {} line(s) for good: {}; the first sent was: {}",
          name,
          lines,
          reason,
          SafeText.of(example, SafeText.MAX_TAG));
    }
  }

  private void publish(State state, @Nullable String problem, @Nullable Instant nextTry) {
    status =
        new ExportStatus(
            name, state, lag(state), problem, nextTry, written, rejected, lastRejection);
  }

  private Duration lag(State state) {
    Instant since = backlog.newest();
    if (since == null && shipment != null) {
      since = shipment.oldest();
    }
    if (state == State.LEVEL || since == null) {
      return Duration.ZERO;
    }
    Duration lag = Duration.between(since, clock.instant());
    return lag.isNegative() ? Duration.ZERO : lag;
  }

  /** How it is getting on; may be called from any thread. */
  public ExportStatus status() {
    return status;
  }

  /**
   * Ends the loop once the server is level with the store, it does not answer, or {@code atMost}
   * has passed; may be called from any thread but the loop's, which has been started.
   */
  public void finish(Duration atMost) throws InterruptedException {
    finishing = true;
    released.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    close();
  }

  /** Ends the loop and the request that is under way; may be called from any thread. */
  @Override
  public void close() {
    closed.countDown();
    exporter.close();
  }

  private void release() {
    try {
      backlog.close();
    } catch (IOException e) {
      LOG.debug("export {}: closing the store's reader", name, e);
    } finally {
      released.countDown();
    }
  }
}
