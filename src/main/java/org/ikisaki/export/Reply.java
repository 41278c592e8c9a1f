package org.ikisaki.export;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server said to a request, and so what becomes of its lines.
 *
 * @param message the server's reason and, where the user can do something, what; empty for stored
 * @param rejected lines that the server has thrown away for good, of those it was sent
 * @param pause how long it asks to be left alone; zero where it does not say
 * @param badLines those that it has thrown away, as far as it names them
 */
record Reply(
    Outcome outcome, String message, long rejected, Duration pause, List<BadLine> badLines) {
  static final Reply STORED = new Reply(Outcome.STORED, "", 0, Duration.ZERO, List.of());

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
  private static final int MAX_MESSAGE = 300;

  /** InfluxDB 1.x says it with status 400, 2.x with 422, some early 2.x with 500. */
  private static final Pattern PARTIAL_WRITE =
      Pattern.compile("partial write: .* dropped=(\\d{1,9})", Pattern.DOTALL);

  /**
   * A line that the server does not take.
   *
   * @param number of it in the request, from 1
   */
  record BadLine(int number, String reason) {}

  enum Outcome {
    /** The server has them, or has refused some for good and said how many. */
    STORED,
    /** The network or the server is in trouble that passes: keep, try again soon. */
    UNAVAILABLE,
    /** The user must do something: keep, try again each minute, say so loudly. */
    REFUSED,
    /** Too much at once: send halves. */
    TOO_LARGE,
    /** One or more of the lines are bad: send halves until they are found. */
    BAD_LINES,
    /** The server has no such function. */
    UNSUPPORTED
  }

  static Reply unavailable(String message) {
    return new Reply(Outcome.UNAVAILABLE, clip(message), 0, Duration.ZERO, List.of());
  }

  static Reply refused(String message) {
    return new Reply(Outcome.REFUSED, clip(message), 0, Duration.ZERO, List.of());
  }

  static Reply unsupported(String message) {
    return new Reply(Outcome.UNSUPPORTED, clip(message), 0, Duration.ZERO, List.of());
  }

  /** The server has stored all lines but these. */
  static Reply storedBut(String message, List<BadLine> badLines) {
    List<BadLine> clipped =
        badLines.stream().map(bad -> new BadLine(bad.number, clip(bad.reason))).toList();
    return new Reply(Outcome.STORED, clip(message), badLines.size(), Duration.ZERO, clipped);
  }

  /** What a status other than 204 means for a write. */
  static Reply ofStatus(int status, @Nullable String reason, @Nullable String retryAfter) {
    String text = reason == null ? "" : reason;
    String message = clip("HTTP " + status + (text.isEmpty() ? "" : ": " + text));
    long dropped = status == 400 || status == 422 || status == 500 ? dropped(text) : 0;
    if (dropped > 0) {
      return new Reply(Outcome.STORED, message, dropped, Duration.ZERO, List.of());
    }
    Outcome outcome =
        switch (status) {
          case 400, 422 -> Outcome.BAD_LINES;
          case 413 -> Outcome.TOO_LARGE;
          case 408, 429 -> Outcome.UNAVAILABLE;
          case 500 -> ofInternalError(text);
          default -> status > 500 ? Outcome.UNAVAILABLE : Outcome.REFUSED;
        };
    Duration pause = outcome == Outcome.UNAVAILABLE ? pause(retryAfter) : Duration.ZERO;
    return new Reply(outcome, message, 0, pause, List.of());
  }

  /** Some versions report the user's mistakes and bad points as errors of their own. */
  private static Outcome ofInternalError(String text) {
    if (text.contains("retention policy not found")) {
      return Outcome.REFUSED;
    }
    return text.contains("beyond retention policy") ? Outcome.BAD_LINES : Outcome.UNAVAILABLE;
  }

  Reply withRemedy(String remedy) {
    return new Reply(outcome, message + "; " + remedy, rejected, pause, badLines);
  }

  private static long dropped(String message) {
    Matcher matcher = PARTIAL_WRITE.matcher(message);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  /** Seconds, bounded; the form with a date is left to the usual pauses. */
  private static Duration pause(@Nullable String retryAfter) {
    if (retryAfter == null || !retryAfter.matches("\\d{1,9}")) {
      return Duration.ZERO;
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(retryAfter));
    return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
  }

  private static String clip(String message) {
    return SafeText.of(message, MAX_MESSAGE);
  }
}
