package org.ikisaki.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongFunction;

/** A progress bar on standard error, if that is a terminal and the work is long. */
final class Progress implements AutoCloseable {
  /** How often it wants to be told. */
  static final Duration STEP = Duration.ofMillis(200);

  private static final int WIDTH = 30;
  private static final long SILENT_NANOS = Duration.ofSeconds(1).toNanos();
  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintWriter err;
  private final long size;
  private final Words words;
  private final boolean shown;
  private final long start = System.nanoTime();
  private boolean drawn;

  private Progress(PrintWriter err, long size, Words words, boolean shown) {
    this.err = err;
    this.size = size;
    this.words = words;
    this.shown = shown;
  }

  /**
   * A bar for {@code size} bytes.
   *
   * @param size -1 where nobody knows
   */
  static Progress of(PrintWriter err, long size) {
    return new Progress(err, size, Words.rates(Text::bytes), Terminal.isError());
  }

  /** A counter of {@code things}, the end of which nobody knows. */
  static Progress ofCount(PrintWriter err, String things) {
    return new Progress(err, -1, Words.rates(n -> n + " " + things), Terminal.isError());
  }

  /** A bar for so many {@code things}, each of which takes its time. */
  static Progress ofEach(PrintWriter err, long size, String things) {
    Words words = (n, seconds) -> "%d of %d %s".formatted(n, size, things);
    return new Progress(err, size, words, Terminal.isError());
  }

  void show(long position) {
    long elapsed = System.nanoTime() - start;
    if (!shown || elapsed < SILENT_NANOS) {
      return;
    }
    drawn = true;
    err.print(ERASE_LINE + line(position, size, elapsed, words));
    err.flush();
  }

  private static String line(long position, long size, long elapsedNanos, Words words) {
    double seconds = elapsedNanos / 1e9;
    if (size <= 0 || position <= 0) {
      return words.at(position, seconds);
    }
    double share = Math.min(1, (double) position / size);
    int full = (int) (share * WIDTH);
    long left = (long) (seconds / share - seconds);
    return String.format(
        Locale.ROOT,
        "[%s%s] %3.0f %%  %s  %d:%02d left",
        "#".repeat(full),
        ".".repeat(WIDTH - full),
        100 * share,
        words.at(position, seconds),
        left / 60,
        left % 60);
  }

  /** What is said beside the bar. */
  private interface Words {
    String at(long position, double seconds);

    static Words rates(LongFunction<String> amount) {
      return (position, seconds) ->
          amount.apply(position) + "  " + amount.apply((long) (position / seconds)) + "/s";
    }
  }

  @Override
  public void close() {
    if (drawn) {
      err.print(ERASE_LINE);
      err.flush();
    }
  }
}
