package org.ikisaki.naming;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ikisaki.wire.HostNames;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/*
 * What dnsmasq 2.90 writes with log-queries, after date, host and process:
 *
 *   query[A] www.example.com from 192.168.1.5
 *   forwarded www.example.com to 192.0.2.53
 *   reply www.example.com is <CNAME>
 *   reply edge.example.net is 203.0.113.7
 *
 * and later "cached" in place of "reply". A reply does not say who asked. So it is theirs who asked
 * for its first name in the last seconds; the names behind <CNAME> follow in the next lines, which
 * are written in one go. With log-queries=extra each line begins with the query's serial number and
 * client, "17 192.168.1.5/40123 ", which is believed instead.
 *
 * What comes from files, DHCP or block lists ("config", "gravity blocked", ...) names nothing.
 */
/** Reads the query log of dnsmasq, or of Pi-hole, line by line. Confined to one thread. */
final class DnsmasqLog implements LogFormat {
  private static final Pattern LINE =
      Pattern.compile(
          "(?:([0-9]+) ([0-9a-f.:]+)/[0-9]+ )?"
              + "(?:(query)\\[[^]]+] (\\S+) from (\\S+)|(?:reply|cached|cached-stale) (\\S+) is (\\S+))");

  private static final Pattern OURS = Pattern.compile("dnsmasq(?:\\[[0-9]+])?: ");
  private static final Pattern OF_ANSWERS =
      Pattern.compile("(?:[0-9]+ \\S+ )?(?:query\\[|reply |cached |cached-stale ).*");

  private static final String CNAME = "<CNAME>";

  /** How long a question waits for its answers. */
  private static final long PATIENCE = 10_000_000_000L;

  private static final int MAX_QUESTIONS = 1_024;
  private static final int MAX_ASKERS = 64;
  private static final int MAX_ADDRESSES = 64;
  private static final int MAX_CHAIN = 16;

  /** Who asked for a name, or with a serial number; the oldest first. */
  private final Map<String, Question> questions = new LinkedHashMap<>();

  private @Nullable Answer current;

  @Override
  public boolean read(String line, long now, Consumer<DnsAnswer> out) {
    Matcher ours = OURS.matcher(line);
    if (!ours.find()) {
      end(out);
      return true;
    }
    String text = line.substring(ours.end());
    Matcher matcher = LINE.matcher(text);
    if (!matcher.matches()) {
      end(out);
      return !OF_ANSWERS.matcher(text).matches();
    }
    String serial = matcher.group(1) == null ? null : matcher.group(1) + " " + matcher.group(2);
    if (matcher.group(3) != null) {
      end(out);
      return ask(serial, matcher.group(4), matcher.group(5), now);
    }
    return answer(serial, matcher.group(6), matcher.group(7), now, out);
  }

  @Override
  public void flush(Consumer<DnsAnswer> out) {
    Answer answer = current;
    if (answer == null || answer.addresses.isEmpty()) {
      return;
    }
    for (Map.Entry<IpAddress, Long> asker : answer.question.askers.entrySet()) {
      if (answer.time - asker.getValue() <= PATIENCE) {
        out.accept(
            new DnsAnswer(
                answer.time,
                asker.getKey().toString(),
                asker.getKey(),
                IpAddress.UNSPECIFIED,
                answer.question.name,
                "log",
                true,
                0,
                answer.chain,
                answer.addresses));
      }
    }
    answer.addresses.clear();
  }

  private void end(Consumer<DnsAnswer> out) {
    flush(out);
    current = null;
  }

  private boolean ask(@Nullable String serial, String nameText, String clientText, long now) {
    String name = host(nameText);
    IpAddress client = address(clientText);
    if (name == null || client == null) {
      // The root and other names that no connection has may be asked for as well.
      return client != null;
    }
    String key = serial == null ? name : serial;
    Question question = questions.remove(key);
    if (question == null || now - question.latest > PATIENCE) {
      question = new Question(name);
      if (questions.size() == MAX_QUESTIONS) {
        questions.remove(questions.keySet().iterator().next());
      }
    }
    question.latest = now;
    if (question.askers.containsKey(client) || question.askers.size() < MAX_ASKERS) {
      question.askers.put(client, now);
    }
    questions.put(key, question);
    return true;
  }

  private boolean answer(
      @Nullable String serial, String ownerText, String value, long now, Consumer<DnsAnswer> out) {
    String owner = host(ownerText);
    if (owner == null) {
      end(out);
      return true;
    }
    Question question = questions.get(serial == null ? owner : serial);
    Answer answer = current;
    boolean goesOn =
        answer != null
            && (serial == null
                ? answer.leadsOn || answer.owner.equals(owner)
                : answer.question.equals(question));
    if (!goesOn) {
      end(out);
      if (question == null || now - question.latest > PATIENCE) {
        return true;
      }
      answer = new Answer(question);
      current = answer;
    }
    if (answer != null) {
      answer.add(owner, value, now);
    }
    return true;
  }

  private static @Nullable String host(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return HostNames.host(ByteBuffer.wrap(bytes), 0, bytes.length);
  }

  private static @Nullable IpAddress address(String text) {
    try {
      return IpAddress.parse(text);
    } catch (IllegalArgumentException noLiteral) {
      return null;
    }
  }

  /** A name that was asked for, and when by whom. */
  private static final class Question {
    private final String name;
    private final Map<IpAddress, Long> askers = new LinkedHashMap<>();
    private long latest;

    Question(String name) {
      this.name = name;
    }
  }

  /** Lines that belong together. */
  private static final class Answer {
    private final Question question;
    private final List<String> chain = new ArrayList<>();
    private final List<IpAddress> addresses = new ArrayList<>();
    private String owner;
    private boolean leadsOn;
    private long time;

    Answer(Question question) {
      this.question = question;
      owner = question.name;
    }

    void add(String name, String value, long now) {
      owner = name;
      time = now;
      leadsOn = value.equals(CNAME);
      if (!name.equals(question.name) && !chain.contains(name) && chain.size() < MAX_CHAIN) {
        chain.add(name);
      }
      IpAddress address = address(value);
      if (address != null && addresses.size() < MAX_ADDRESSES) {
        addresses.add(address);
      }
    }
  }
}
