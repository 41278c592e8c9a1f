package org.ikisaki.trace.probe;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.ikisaki.linux.Message;

/**
 * When a message came: as the kernel noted, on the clock that round trips are measured with. A busy
 * system may hand it over some milliseconds later.
 */
final class Arrival {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final InstantSource clock;
  private final LongSupplier nanos;

  Arrival(InstantSource clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
  }

  long nanos(Message message) {
    long now = nanos.getAsLong();
    if (message.timestamp() == 0) {
      return now;
    }
    Instant today = clock.instant();
    long age = today.getEpochSecond() * NANOS_PER_SECOND + today.getNano() - message.timestamp();
    // More would rather be a clock that was set meanwhile.
    return age > 0 && age < NANOS_PER_SECOND ? now - age : now;
  }
}
