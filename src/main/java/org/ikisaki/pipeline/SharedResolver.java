package org.ikisaki.pipeline;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.ikisaki.flow.FlowUpdate;
import org.ikisaki.naming.DnsAnswer;
import org.ikisaki.naming.Names;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * What it looks like from the router's port, when a Pi-hole or the like stands behind a switch: the
 * devices' questions to it don't pass, its own to the internet do. So one client gets (nearly) all
 * answers, and what the others connect to is in them.
 *
 * That one device asks much and the others little is not enough: theirs may be encrypted. It counts
 * how many of the others' connections go where the one's answers lead, and how many have an answer
 * of their own.
 *
 * Counts are halved every half hour of packet time, so the last hour or so decides.
 */
/**
 * Finds out whether one client asks DNS questions for the whole house. Confined to the writer
 * thread.
 */
final class SharedResolver {
  private static final Logger log = LoggerFactory.getLogger(SharedResolver.class);

  private static final long HALF_LIFE = Duration.ofMinutes(30).toNanos();
  private static final int MAX_CLIENTS = 1_024;

  private static final int ENOUGH_ANSWERS = 20;
  private static final int ENOUGH_CONNECTIONS = 20;
  private static final int ENOUGH_DEVICES = 2;

  private final Map<String, Integer> answers = new HashMap<>();
  private final Map<String, Integer> others = new HashMap<>();
  private int allAnswers;
  private int connections;
  private int withOwnAnswer;
  private int withItsAnswer;
  private long halved = Long.MIN_VALUE;

  /** Who gets the most answers. */
  private @Nullable String candidate;

  private @Nullable String client;

  /** Whose answers are the house's; null where every device asks for itself. */
  @Nullable String client() {
    return client;
  }

  /** Takes in an answer that passed. */
  void answered(DnsAnswer answer) {
    if (!answer.solicited()) {
      return;
    }
    age(answer.timestamp());
    String asker = answer.client();
    if (answers.containsKey(asker) || answers.size() < MAX_CLIENTS) {
      int count = answers.merge(asker, 1, Integer::sum);
      if (candidate == null || count > answers.getOrDefault(candidate, 0)) {
        compete(asker);
      }
    }
    allAnswers++;
  }

  /**
   * Takes in a connection to a public address.
   *
   * @param withAnswer whether a visible answer came before it
   */
  void opened(FlowUpdate flow, boolean withAnswer, Names names) {
    age(flow.firstSeen());
    String opener = flow.client();
    if (candidate == null || opener.equals(candidate)) {
      return;
    }
    if (others.containsKey(opener) || others.size() < MAX_CLIENTS) {
      others.merge(opener, 1, Integer::sum);
    }
    connections++;
    if (names.isAnswered(candidate, flow.remoteAddress(), flow.firstSeen())) {
      withItsAnswer++;
    } else if (withAnswer) {
      withOwnAnswer++;
    }
  }

  /** Decides anew; to be called once an interval. */
  void decide() {
    String before = client;
    if (client == null) {
      client = isShared() ? candidate : null;
    } else if (isNoLonger()) {
      client = null;
    }
    if (client != null && before == null) {
      log.info("resolver: {} asks DNS questions for the whole house", client);
    } else if (client == null && before != null) {
      log.info("resolver: devices ask DNS questions for themselves again");
    }
  }

  private boolean isShared() {
    return candidate != null
        && allAnswers >= ENOUGH_ANSWERS
        && answers.getOrDefault(candidate, 0) >= 0.9 * allAnswers
        && others.size() >= ENOUGH_DEVICES
        && connections >= ENOUGH_CONNECTIONS
        && withItsAnswer >= 0.5 * connections
        && withOwnAnswer <= 0.1 * connections;
  }

  private boolean isNoLonger() {
    return answers.getOrDefault(client, 0) < 0.6 * allAnswers || withOwnAnswer > 0.3 * connections;
  }

  /** What was counted of the others was measured against another's answers. */
  private void compete(String asker) {
    if (!asker.equals(candidate)) {
      candidate = asker;
      others.clear();
      connections = 0;
      withOwnAnswer = 0;
      withItsAnswer = 0;
    }
  }

  private void age(long now) {
    if (halved == Long.MIN_VALUE) {
      halved = now;
    }
    if (now - halved >= HALF_LIFE) {
      halved = now;
      halve(answers);
      halve(others);
      allAnswers = answers.values().stream().mapToInt(Integer::intValue).sum();
      connections /= 2;
      withOwnAnswer /= 2;
      withItsAnswer /= 2;
    }
  }

  private static void halve(Map<String, Integer> counts) {
    counts.replaceAll((client, count) -> count / 2);
    counts.values().removeIf(count -> count == 0);
  }
}
