package org.ikisaki.trace.read;

import java.io.IOException;
import java.io.Reader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ikisaki.trace.Answer;
import org.ikisaki.trace.Hop;
import org.ikisaki.trace.ProbeKind;
import org.ikisaki.trace.Target;
import org.ikisaki.trace.Trace;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code traceroute} prints (Linux, BSD and macOS), any number of traces one behind the
 * other. Confined to one thread.
 */
final class TraceText {
  private static final Pattern HEADER =
      Pattern.compile("traceroute6? to (\\S+) \\(([0-9A-Fa-f.:%\\w]+)\\).*");
  private static final Pattern HOP = Pattern.compile("\\s*(\\d{1,3})\\s{1,3}(\\S.*)");
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final int MAX_TTL = 255;
  private static final double NANOS_PER_MILLI = 1e6;

  private final String origin;
  private final Instant time;
  private final Problems problems;
  private final Consumer<Trace> sink;

  private final Known known = new Known();

  private @Nullable Target target;
  private List<Hop> hops = new ArrayList<>();
  private Map<IpAddress, String> names = new HashMap<>();

  TraceText(String origin, Instant time, Problems problems, Consumer<Trace> sink) {
    this.origin = origin;
    this.time = time;
    this.problems = problems;
    this.sink = sink;
  }

  void read(Reader in) throws IOException {
    Lines lines = new Lines(in);
    for (String line = lines.next(); line != null; line = lines.next()) {
      line(lines.number(), line);
    }
    end();
  }

  private void line(long number, String line) {
    Matcher header = HEADER.matcher(line);
    if (line.startsWith("traceroute") && header.matches()) {
      end();
      begin(number, header.group(1), header.group(2));
      return;
    }
    Matcher hop = HOP.matcher(line);
    if (target == null) {
      problems.add(number, "no line of a traceroute", line);
    } else if (hop.matches()) {
      hop(number, Integer.parseInt(hop.group(1)), hop.group(2));
    } else if (!hops.isEmpty() && Character.isWhitespace(line.charAt(0))) {
      // BSD and macOS go on below when another router answers.
      Hop last = hops.remove(hops.size() - 1);
      Words words = words(number, line.strip());
      words.answers.addAll(0, last.answers());
      hops.add(new Hop(last.ttl(), last.sent() + words.sent, words.answers));
    } else {
      problems.add(number, "no hop", line);
    }
  }

  private void begin(long number, String name, String address) {
    Optional<IpAddress> parsed = known.address(address);
    if (parsed.isEmpty()) {
      problems.add(number, "no address", address);
      return;
    }
    target = new Target(name, parsed.get());
  }

  private void hop(long number, int ttl, String text) {
    int expected = hops.size() + 1;
    if (ttl < expected || ttl > MAX_TTL) {
      problems.add(number, "hop %d where %d was due".formatted(ttl, expected), text);
      return;
    }
    for (int missing = expected; missing < ttl; missing++) {
      hops.add(new Hop(missing, 0, List.of()));
    }
    Words words = words(number, text);
    hops.add(new Hop(ttl, words.sent, words.answers));
  }

  private Words words(long number, String text) {
    Words words = new Words();
    String[] tokens = SPACE.split(text, -1);
    for (int i = 0; i < tokens.length; i++) {
      String token = tokens[i];
      String next = i + 1 < tokens.length ? tokens[i + 1] : "";
      if (token.equals("*")) {
        words.sent++;
      } else if (next.equals("ms")) {
        words.roundTrip(number, token);
        i++;
      } else if (token.startsWith("!")) {
        words.mark(token);
      } else if (next.startsWith("(") && next.endsWith(")")) {
        words.from(number, next.substring(1, next.length() - 1), token);
        i++;
      } else if (!token.startsWith("[") && !token.startsWith("<")) {
        words.from(number, token, null);
      }
    }
    return words;
  }

  private void end() {
    if (target != null) {
      sink.accept(new Trace(target, origin, time, ProbeKind.UNKNOWN, hops, names));
    }
    target = null;
    hops = new ArrayList<>();
    names = new HashMap<>();
  }

  /** The words of one hop, as they come. */
  private final class Words {
    final List<Answer> answers = new ArrayList<>();
    int sent;
    private @Nullable IpAddress from;

    void from(long number, String address, @Nullable String name) {
      Optional<IpAddress> parsed = known.address(address);
      from = parsed.orElse(null);
      if (parsed.isEmpty()) {
        problems.add(number, "no address", address);
      } else if (name != null && !name.equals(address)) {
        names.put(parsed.get(), known.name(name));
      }
    }

    void roundTrip(long number, String millis) {
      sent++;
      if (from == null) {
        return;
      }
      try {
        double value = Double.parseDouble(millis);
        long nanos = value >= 0 && value < 1e6 ? (long) (value * NANOS_PER_MILLI) : -1;
        answers.add(Answer.of(from, nanos, meaning(from)));
      } catch (NumberFormatException e) {
        problems.add(number, "no round trip", millis);
      }
    }

    /** What follows an answer says more of it. */
    void mark(String mark) {
      if (answers.isEmpty()) {
        return;
      }
      Answer last = answers.remove(answers.size() - 1);
      Answer.Meaning meaning =
          switch (mark) {
            case "!N" -> Answer.Meaning.NETWORK_UNREACHABLE;
            case "!H" -> Answer.Meaning.HOST_UNREACHABLE;
            case "!P" -> Answer.Meaning.PROTOCOL_UNREACHABLE;
            case "!X", "!A" -> Answer.Meaning.PROHIBITED;
            default -> Answer.Meaning.OTHER_UNREACHABLE;
          };
      answers.add(Answer.of(last.from(), last.roundTripNanos(), meaning));
    }

    private Answer.Meaning meaning(IpAddress from) {
      return target != null && from.equals(target.address())
          ? Answer.Meaning.REACHED
          : Answer.Meaning.TIME_EXCEEDED;
    }
  }
}
