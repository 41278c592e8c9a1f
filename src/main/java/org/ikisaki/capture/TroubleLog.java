package org.ikisaki.capture;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs when a source gets into trouble and when it is well again, at most one trouble a minute: a
 * loose plug does not fill the log. Confined to the capture thread.
 */
final class TroubleLog {
  private static final Logger log = LoggerFactory.getLogger(TroubleLog.class);
  private static final long BETWEEN = Duration.ofMinutes(1).toNanos();

  private final String name;
  private final LongSupplier nanoTime;
  private boolean isInTrouble;
  private boolean isSaid;
  private long since;
  private long lastSaid;

  TroubleLog(String name, LongSupplier nanoTime) {
    this.name = name;
    this.nanoTime = nanoTime;
    lastSaid = nanoTime.getAsLong() - BETWEEN;
  }

  /** Takes how the source is, whether that is new or not. */
  void note(String status) {
    boolean isWell = status.equals(FrameSource.CAPTURING);
    if (isWell != isInTrouble) {
      return;
    }
    isInTrouble = !isWell;
    long now = nanoTime.getAsLong();
    if (isInTrouble) {
      since = now;
      isSaid = now - lastSaid >= BETWEEN;
      if (isSaid) {
        lastSaid = now;
        log.warn("{}: {}; capture goes on when it is back", name, status);
      }
    } else if (isSaid) {
      log.info("{}: capture goes on after {} s", name, TimeUnit.NANOSECONDS.toSeconds(now - since));
    }
  }
}
