package org.ikisaki.export;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Says what is wrong once, and again now and then while it lasts. Confined to one thread. */
final class Trouble {
  private static final Duration REPEAT = Duration.ofMinutes(10);

  private @Nullable String said;
  private Instant saidAt = Instant.MIN;

  /** Whether {@code message} is news. */
  boolean isNews(String message, Instant now) {
    if (message.equals(said) && now.isBefore(saidAt.plus(REPEAT))) {
      return false;
    }
    said = message;
    saidAt = now;
    return true;
  }

  /** Whether there was trouble, which is now over. */
  boolean isOver() {
    boolean was = said != null;
    said = null;
    return was;
  }
}
