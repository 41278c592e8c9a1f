package org.ikisaki.trace.read;

import java.io.IOException;
import java.io.Reader;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ikisaki.wire.IpAddress;

/** Who visited a web server, of its log in the common or the combined format, in order. */
public final class AccessLog {
  private static final Pattern LINE =
      Pattern.compile("(\\S+) \\S+ (?:\\S+|\".*?\") \\[([^\\]]{20,40})\\] \".*");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

  private AccessLog() {}

  /**
   * Reads all visits.
   *
   * @param problems gets the lines of other formats; the rest is read
   */
  public static void read(Reader in, Problems problems, Consumer<Visit> sink) throws IOException {
    Lines lines = new Lines(in);
    for (String line = lines.next(); line != null; line = lines.next()) {
      visit(line, lines.number(), problems).ifPresent(sink);
    }
  }

  private static Optional<Visit> visit(String line, long number, Problems problems) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      problems.add(number, "no line of a common or combined log", line);
      return Optional.empty();
    }
    Optional<IpAddress> client = Addresses.parse(matcher.group(1));
    if (client.isEmpty()) {
      problems.add(number, "the visitor is no address", matcher.group(1));
      return Optional.empty();
    }
    try {
      Instant time = OffsetDateTime.parse(matcher.group(2), TIME).toInstant();
      return Optional.of(new Visit(client.get(), time));
    } catch (DateTimeParseException e) {
      problems.add(number, "no time", matcher.group(2));
      return Optional.empty();
    }
  }

  /** One request. */
  public record Visit(IpAddress client, Instant time) {}
}
