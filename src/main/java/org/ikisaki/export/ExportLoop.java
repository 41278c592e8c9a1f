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
import org.ikisaki.store.ExportNote;
import org.ikisaki.store.ExportRequests;
import org.ikisaki.store.ExportView.Request;
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
  private final Throttle throttle;
  private final InstantSource clock;
  private final Backoff backoff;
  private final Trouble trouble = new Trouble();
  private final Rejections rejections;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile boolean finishing;

  private @Nullable Shipment shipment;
  private Instant notBefore = Instant.MIN;
  private boolean staleSaid;

  /** Whether the store was told of a trouble, and not of its end. */
  private boolean troubleNoted;

  private long written;

  private volatile ExportStatus status;

  ExportLoop(
      String name,
      Exporter exporter,
      Backlog backlog,
      Throttle throttle,
      InstantSource clock,
      RandomGenerator random) {
    this.name = name;
    this.exporter = exporter;
    this.backlog = backlog;
    this.throttle = throttle;
    this.rejections = new Rejections(name);
    this.clock = clock;
    this.backoff = new Backoff(random);
    this.status = new ExportStatus(name, State.SENDING, Duration.ZERO, null, null, 0, 0, null, 0);
  }

  /**
   * An export of {@code store}, which lies in {@code file}, to {@code target}. Nothing happens
   * before it runs.
   */
  public static ExportLoop of(Target target, String sensor, Store store, Path file) {
    return of(
        target,
        exporter(target, sensor),
        sensor,
        store,
        file,
        InstantSource.system(),
        new SplittableRandom());
  }

  static ExportLoop of(
      Target target,
      Exporter exporter,
      String sensor,
      Store store,
      Path file,
      InstantSource clock,
      RandomGenerator random) {
    Backlog backlog =
        new Backlog(
            target.name(),
            store,
            file,
            new Points(sensor, store.series().perInterval()),
            target.terms(),
            target.kind().takesCorrections());
    Throttle throttle = new Throttle(target.terms().pointsPerSecond());
    return new ExportLoop(target.name(), exporter, backlog, throttle, clock, random);
  }

  static Exporter exporter(Target target, String sensor) {
    return switch (target.kind()) {
      case INFLUXDB1 -> new Influx1Exporter((Target.Influx1) target, sensor);
      case INFLUXDB2 -> new Influx2Exporter((Target.Influx2) target, sensor);
      case INFLUXDB3 -> new Influx3Exporter((Target.Influx3) target);
      case VICTORIAMETRICS -> new VictoriaMetricsExporter((Target.VictoriaMetrics) target, sensor);
    };
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
          Duration pause = throttle.pause(clock.instant());
          boolean isRate = !pause.isZero() && pause.compareTo(IDLE) < 0;
          closed.await(Math.max(1, (isRate ? pause : IDLE).toMillis()), TimeUnit.MILLISECONDS);
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
    if (!pause(now).isZero()) {
      return false;
    }
    try {
      if (shipment == null) {
        shipment = backlog.next(now);
      }
      if (shipment == null) {
        well(State.LEVEL, now);
        return false;
      }
      return ship(shipment, now);
    } catch (IOException e) {
      pause(State.WAITING, "store: " + InfluxClient.describe(e), backoff.next(), now);
      return false;
    }
  }

  /** How long there is nothing to do. A clock that was set back does not make it longer. */
  private Duration pause(Instant now) {
    Duration trouble = Duration.between(now, notBefore);
    if (trouble.isNegative() || trouble.compareTo(LONGEST_PAUSE) > 0) {
      trouble = Duration.ZERO;
    }
    Duration rate = throttle.pause(now);
    return trouble.compareTo(rate) > 0 ? trouble : rate;
  }

  private boolean ship(Shipment current, Instant now) throws IOException {
    Request errand = current.errand();
    if (errand != null) {
      return run(current, errand, now);
    }
    Shipment.Range range = current.deletion();
    if (range != null) {
      return delete(current, range, now);
    }
    Shipment.Part part = current.part();
    if (part != null) {
      return write(current, part, now);
    }
    backlog.arrived(current, now);
    if (current.stale() > 0) {
      tellStale();
    }
    shipment = null;
    publish(State.SENDING, null, null);
    return true;
  }

  private void tellStale() {
    if (!staleSaid) {
      staleSaid = true;
      LOG.warn(
          "export {}: history was corrected, and this server can't delete a range of time: it keeps"
              + " the times concerned as they were until `ikisaki export rebuild`; `ikisaki export"
              + " status` counts them",
          name);
    }
  }

  /** Deletes what a command asked to be deleted. */
  private boolean run(Shipment current, Request errand, Instant now) throws IOException {
    boolean isRebuild = errand.kind() == ExportRequests.Kind.REBUILD;
    Reply reply =
        isRebuild
            ? exporter.empty()
            : exporter.forget(errand.tag(), SafeText.tag(errand.value()), errand.until());
    switch (reply.outcome()) {
      case UNAVAILABLE, REFUSED -> {
        return keep(reply, now);
      }
      case STORED -> {
        if (isRebuild) {
          LOG.info("export {}: the server is empty of this sensor, everything is sent again", name);
        }
      }
      case UNSUPPORTED, BAD_LINES, TOO_LARGE -> {
        LOG.error(
            "export {}: the server can't delete what it was asked to ({}); docs/export.md says how"
                + " to do it by hand",
            name,
            reply.message());
        backlog.note(
            List.of(
                ExportNote.done(errand.id()),
                ExportNote.state(now, State.REFUSED.name(), "can't delete: " + reply.message()),
                ExportNote.state(now, State.SENDING.name(), null)));
        shipment = null;
        return true;
      }
    }
    current.ran();
    return true;
  }

  private boolean delete(Shipment current, Shipment.Range range, Instant now) {
    Reply reply = exporter.delete(range.level(), range.first(), range.last());
    switch (reply.outcome()) {
      case UNAVAILABLE, REFUSED -> {
        return keep(reply, now);
      }
      case STORED -> current.deleted();
      case UNSUPPORTED, BAD_LINES, TOO_LARGE -> {
        LOG.warn("export {}: the server can't delete ({})", name, reply.message());
        backlog.withoutDeleting();
        // Nothing of it has been written yet: what may be is decided anew.
        shipment = null;
      }
    }
    return true;
  }

  private boolean write(Shipment current, Shipment.Part part, Instant now) throws IOException {
    List<String> lines = part.lines();
    Reply reply = exporter.write(part.level(), lines);
    throttle.sent(lines.size(), now);
    switch (reply.outcome()) {
      case UNAVAILABLE -> {
        backlog.maybeSent(current);
        return keep(reply, now);
      }
      case REFUSED, UNSUPPORTED -> {
        return keep(reply, now);
      }
      case STORED -> {
        long refused = Math.min(reply.rejected(), lines.size());
        if (refused > 0) {
          rejections.keep(current, reply, lines, refused, now);
        }
        written += lines.size() - refused;
        current.written();
      }
      case TOO_LARGE, BAD_LINES -> {
        if (lines.size() > 1) {
          current.halve();
        } else {
          rejections.keep(current, reply, lines, 1, now);
          current.written();
        }
      }
    }
    well(State.SENDING, now);
    return true;
  }

  private void well(State state, Instant now) throws IOException {
    if (trouble.isOver()) {
      LOG.info("export {}: goes on", name);
    }
    if (troubleNoted) {
      backlog.note(List.of(ExportNote.state(now, state.name(), null)));
      troubleNoted = false;
    }
    backoff.reset();
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
    boolean isNews = trouble.isNews(problem, now);
    if (isNews) {
      LOG.atLevel(state == State.REFUSED ? Level.ERROR : Level.WARN)
          .log("export {}: {}; rows wait in the store", name, problem);
    }
    if (isNews || !troubleNoted) {
      try {
        backlog.note(List.of(ExportNote.state(now, state.name(), problem)));
        troubleNoted = true;
      } catch (IOException e) {
        // It is the store that fails, or fails too: its writer says so.
        LOG.debug("export {}: its state is not saved", name, e);
      }
    }
    publish(state, problem, notBefore);
  }

  private void publish(State state, @Nullable String problem, @Nullable Instant nextTry) {
    status =
        new ExportStatus(
            name,
            state,
            lag(state),
            problem,
            nextTry,
            written,
            rejections.lines(),
            rejections.last(),
            backlog.stale());
  }

  private Duration lag(State state) {
    Instant since = backlog.newest();
    if (since == null && shipment != null) {
      since = shipment.newest();
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
