package org.ikisaki.daemon;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.ikisaki.capture.Duplicates;
import org.ikisaki.capture.FrameSource;
import org.ikisaki.flow.FlowTable;
import org.ikisaki.flow.HomeNetworks;
import org.ikisaki.flow.KeptDevices;
import org.ikisaki.geo.Places;
import org.ikisaki.naming.Names;
import org.ikisaki.naming.Observer;
import org.ikisaki.pipeline.Attribution;
import org.ikisaki.pipeline.CaptureLoop;
import org.ikisaki.pipeline.IntervalSink;
import org.ikisaki.pipeline.LiveView;
import org.ikisaki.pipeline.LoggedAnswers;
import org.ikisaki.pipeline.PipelineListener;
import org.ikisaki.pipeline.ServiceReading;
import org.ikisaki.pipeline.SystemClock;
import org.ikisaki.pipeline.VantagePoint;
import org.ikisaki.pipeline.Writer;
import org.ikisaki.store.Store;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The monitor at work: owns every thread from the sources to the store. The constructor is inert;
 * {@link #start} starts in order and {@link #close} ends in reverse, so that every frame that was
 * heard is in the store. A thread that fails ends the whole.
 */
public final class Daemon implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Daemon.class);

  /** How many intervals may wait for the writer before sources make longer ones. */
  private static final int QUEUED_INTERVALS = 16;

  /** How long a source may take to bring what was heard before it was to stop. */
  private static final Duration DRAIN_WAIT = Duration.ofSeconds(1);

  /** How long each stage may take to end. */
  private static final Duration STOP_WAIT = Duration.ofSeconds(20);

  private final List<FrameSource> sources = new ArrayList<>();
  private final List<VantagePoint> vantagePoints = new ArrayList<>();
  private final List<CaptureLoop> loops = new ArrayList<>();
  private final List<Worker> captures = new ArrayList<>();
  private final Residents residents;
  private final Worker writer;
  private final Store store;
  private final Places places;
  private final LiveView live;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicReference<@Nullable DaemonException> failure = new AtomicReference<>();
  private final CountDownLatch sourcesLeft;
  private volatile boolean capturing = true;

  /**
   * Wires inputs to a store.
   *
   * @param store open; is closed with this, as are {@code places}
   * @param names what is known of addresses from before
   * @param kept devices that the user named
   * @param loggedAnswers what a resolver's log tells
   * @param residents what else runs meanwhile
   * @param heldUntil see {@link Writer}
   * @param figures told of what is wired here; null if nobody reads them
   */
  Daemon(
      Settings settings,
      List<Input> inputs,
      Store store,
      ServiceReading services,
      Places places,
      Names names,
      KeptDevices kept,
      LoggedAnswers loggedAnswers,
      List<Resident> residents,
      PipelineListener listener,
      InstantSource clock,
      @Nullable SystemClock heldUntil,
      @Nullable Figures figures) {
    this.store = store;
    this.places = places;
    this.live = new LiveView(services);
    this.sourcesLeft = new CountDownLatch(inputs.size());
    IntervalSink sink = new IntervalSink(QUEUED_INTERVALS, inputs.size());
    for (Input input : inputs) {
      HomeNetworks home = new HomeNetworks(settings.home(), input.networks());
      FlowTable flows = new FlowTable(settings.flows(), home, kept);
      VantagePoint vantagePoint = new VantagePoint(input.station());
      Duplicates duplicates = settings.capture().deduplicate() ? new Duplicates() : null;
      CaptureLoop loop =
          new CaptureLoop(
              input.source(),
              vantagePoint,
              duplicates,
              flows,
              new Observer(),
              sink,
              clock,
              System::nanoTime);
      sources.add(input.source());
      vantagePoints.add(vantagePoint);
      loops.add(loop);
      captures.add(new Worker("capture-" + input.source().name(), () -> capture(loop), this::fail));
    }
    Writer work =
        new Writer(
            sink,
            new Attribution(names, places, services, loggedAnswers, listener),
            store,
            live,
            settings.store().commit(),
            clock,
            heldUntil);
    this.writer = new Worker("writer", () -> write(work), this::failWriter);
    if (figures != null) {
      figures.addCapture(loops, this::sources);
      figures.addTraffic(live);
      figures.addWriting(sink, work, store);
    }
    this.residents = new Residents(residents, this::fail);
  }

  /** Starts the writer first, so that nothing waits for it; sources last. */
  public void start() throws IOException {
    if (sources.stream().anyMatch(FrameSource::isLive)) {
      WarmUp.run();
    }
    writer.start();
    residents.start();
    captures.forEach(Worker::start);
  }

  /** What is passing right now. */
  public LiveView live() {
    return live;
  }

  /** How each source is. */
  public List<SourceState> sources() {
    List<SourceState> states = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      FrameSource source = sources.get(i);
      boolean isWrong = vantagePoints.get(i).isWrong();
      states.add(new SourceState(source.name(), source.status(), source.gaps(), isWrong));
    }
    return states;
  }

  /** What the sources' loops counted since the start, summed by name; as of their last interval. */
  public SortedMap<String, Long> counts() {
    SortedMap<String, Long> sums = new TreeMap<>();
    loops.forEach(loop -> loop.counts().forEach((name, n) -> sums.merge(name, n, Long::sum)));
    return sums;
  }

  /**
   * Waits until every source has ended and all is stored, or a thread has failed.
   *
   * @return false if neither happened within {@code wait}
   */
  public boolean await(Duration wait) throws InterruptedException {
    return ended.await(wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Ends sources, writer and residents in this order, and closes the store.
   *
   * @throws DaemonException if a thread had failed, or does not end
   */
  @Override
  public void close() throws DaemonException {
    loops.forEach(CaptureLoop::stop);
    captures.forEach(capture -> capture.join(DRAIN_WAIT));
    sources.forEach(FrameSource::stop);
    Instant deadline = Instant.now().plus(STOP_WAIT);
    for (Worker capture : captures) {
      if (!capture.join(Duration.between(Instant.now(), deadline))) {
        log.warn("{}: does not end; what it heard last is not stored", capture.name());
      }
    }
    capturing = false;
    if (!writer.join(STOP_WAIT)) {
      log.error("writer: does not end; the rows of the last commit period may be lost");
    }
    residents.stop(STOP_WAIT);
    closeAll();
    DaemonException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }

  private void closeAll() {
    for (int i = 0; i < sources.size(); i++) {
      // A thread that still reads a ring must not find it unmapped.
      if (captures.get(i).hasEnded()) {
        closeQuietly(sources.get(i).name(), sources.get(i));
      }
    }
    closeQuietly("places", places);
    closeQuietly("store", store);
  }

  private void closeQuietly(String name, AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      fail(name, e);
    }
  }

  private void capture(CaptureLoop loop) throws IOException, InterruptedException {
    try {
      while (loop.doWork()) {}
    } finally {
      loop.finish();
      sourcesLeft.countDown();
    }
  }

  private void write(Writer work) throws IOException, InterruptedException {
    while (capturing && sourcesLeft.getCount() > 0) {
      work.doWork();
    }
    work.finish();
    ended.countDown();
  }

  /** A source that waits for the writer to take something would wait for ever. */
  private void failWriter(String thread, Throwable cause) {
    fail(thread, cause);
    captures.forEach(Worker::interrupt);
  }

  private void fail(String thread, Throwable cause) {
    DaemonException failed = new DaemonException(thread, cause);
    if (failure.compareAndSet(null, failed)) {
      log.debug("{}: failed", thread, cause);
    }
    ended.countDown();
  }
}
