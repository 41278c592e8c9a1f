package org.ikisaki.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The system's clock, and whether it has been set: a Raspberry Pi has no battery for it, and boots
 * in 1970 or when it was last shut down.
 *
 * <p>It is believed once systemd-timesyncd has set it, at once where the computer has a hardware
 * clock, and else some time after the boot: a home without time server must not wait for ever.
 *
 * @param nanoTime a clock that is never set, in nanoseconds
 * @param root where the system's files are
 */
public record SystemClock(InstantSource clock, LongSupplier nanoTime, Path root) {
  /** When this was written: no clock that is right says less. */
  static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

  /** Time servers answer within a minute of the network's being there. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final String SYNCHRONIZED = "run/systemd/timesync/synchronized";
  private static final String HARDWARE_CLOCK = "sys/class/rtc/rtc0";
  private static final String UPTIME = "proc/uptime";

  /** That of this computer. */
  public static SystemClock ofThisComputer() {
    return new SystemClock(InstantSource.system(), System::nanoTime, Path.of("/"));
  }

  Instant now() {
    return clock.instant();
  }

  /**
   * Whether it can be believed.
   *
   * @param waited since the process began
   */
  boolean isSet(Duration waited) {
    return !now().isBefore(EARLIEST)
        && (Files.exists(root.resolve(SYNCHRONIZED))
            || Files.exists(root.resolve(HARDWARE_CLOCK))
            || waited.compareTo(PATIENCE) >= 0
            || uptime().compareTo(PATIENCE) >= 0);
  }

  /** Zero where it is hidden from us, as it is from a service. */
  private Duration uptime() {
    try {
      String text = Files.readString(root.resolve(UPTIME));
      return Duration.ofSeconds(Long.parseLong(text.substring(0, text.indexOf('.'))));
    } catch (IOException | RuntimeException e) {
      return Duration.ZERO;
    }
  }
}
