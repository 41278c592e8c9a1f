package org.ikisaki.capture;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.ikisaki.wire.Frame;
import org.jspecify.annotations.Nullable;

/**
 * A live source that is opened anew, for ever, when it breaks: an interface that was unplugged is
 * heard again when it is back. Confined to the capture thread, but for {@link #stop}, {@link
 * #status} and {@link #gaps}.
 */
public final class Reopening implements FrameSource {
  /** Opens the source that is meant, each time anew. */
  @FunctionalInterface
  interface Opener {
    FrameSource open() throws IOException;
  }

  /** How often a missing source is looked for: at first, and in the long run. */
  private static final long MIN_BACKOFF = Duration.ofMillis(250).toNanos();

  private static final long MAX_BACKOFF = Duration.ofSeconds(2).toNanos();

  /** A source that breaks sooner than this after its opening is not well yet. */
  private static final long WELL = Duration.ofSeconds(10).toNanos();

  private static final long WAIT_MILLIS = 100;

  private final String name;
  private final Opener opener;
  private final LongSupplier nanoTime;
  private final TroubleLog troubleLog;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable FrameSource current;
  private volatile String trouble = "";
  private final AtomicLong gaps = new AtomicLong();
  private DropCounts dropsBefore = DropCounts.NONE;
  private long openedAt;
  private long backoff = MIN_BACKOFF;
  private long nextTry;

  private Reopening(Opener opener, FrameSource first, LongSupplier nanoTime) {
    this.name = first.name();
    this.opener = opener;
    this.nanoTime = nanoTime;
    current = first;
    troubleLog = new TroubleLog(name, nanoTime);
    openedAt = nanoTime.getAsLong();
  }

  /**
   * Opens a source for the first time.
   *
   * @throws IOException the opener's: what is wrong from the start is the user's to know
   */
  static Reopening open(Opener opener, LongSupplier nanoTime) throws IOException {
    return new Reopening(opener, opener.open(), nanoTime);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isLive() {
    return true;
  }

  @Override
  public String status() {
    FrameSource source = current;
    return source == null ? trouble : source.status();
  }

  @Override
  public long gaps() {
    return gaps.get();
  }

  @Override
  public Poll poll(Frame frame) throws IOException {
    FrameSource source = current;
    if (source == null) {
      return lookForIt();
    }
    try {
      Poll poll = source.poll(frame);
      if (poll == Poll.IDLE) {
        troubleLog.note(source.status());
      }
      return poll;
    } catch (IOException e) {
      lose(source, e);
      return Poll.IDLE;
    }
  }

  @Override
  public DropCounts drops() {
    FrameSource source = current;
    return source == null ? dropsBefore : sum(dropsBefore, source.drops());
  }

  @Override
  public void stop() {
    stopped.countDown();
    FrameSource source = current;
    if (source != null) {
      source.stop();
    }
  }

  @Override
  public void close() throws IOException {
    FrameSource source = current;
    if (source != null) {
      source.close();
    }
  }

  private void lose(FrameSource source, IOException cause) throws IOException {
    dropsBefore = sum(dropsBefore, source.drops());
    gaps.incrementAndGet();
    long now = nanoTime.getAsLong();
    backoff = now - openedAt < WELL ? Math.min(2 * backoff, MAX_BACKOFF) : MIN_BACKOFF;
    nextTry = now + backoff;
    trouble = words(cause);
    current = null;
    source.close();
    troubleLog.note(trouble);
  }

  private Poll lookForIt() {
    try {
      if (stopped.await(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        return Poll.END;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Poll.END;
    }
    if (nanoTime.getAsLong() - nextTry >= 0) {
      tryToOpen();
    }
    return Poll.IDLE;
  }

  private void tryToOpen() {
    try {
      FrameSource source = opener.open();
      current = source;
      openedAt = nanoTime.getAsLong();
      if (stopped.getCount() == 0) {
        source.stop();
      }
    } catch (IOException e) {
      trouble = words(e);
      backoff = Math.min(2 * backoff, MAX_BACKOFF);
      nextTry = nanoTime.getAsLong() + backoff;
    }
  }

  /** What failed, without the name before it. */
  private String words(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    String prefix = name + ": ";
    return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
  }

  private static DropCounts sum(DropCounts a, DropCounts b) {
    return new DropCounts(a.kernel() + b.kernel(), a.networkInterface() + b.networkInterface());
  }
}
