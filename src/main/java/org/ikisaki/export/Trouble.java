package org.ikisaki.export;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is worth a log line: a trouble once and again now and then while it lasts or comes
 * back, its end only if its beginning was said. Confined to one thread.
 */
final class Trouble {
  private static final Duration REPEAT = Duration.ofMinutes(10);

  private @Nullable String said;
  private Instant saidAt = Instant.MIN;
  private boolean isEndNews;

  /** Whether {@code message} is news. */
  boolean isNews(String message, Instant now) {
    if (message.equals(said) && now.isBefore(saidAt.plus(REPEAT))) {
      return false;
    }
    said = message;
    saidAt = now;
    isEndNews = true;
    return true;
  }

  /** All is well: whether that is news. */
  boolean isOver() {
    boolean wasNews = isEndNews;
    isEndNews = false;
    return wasNews;
  }
}
