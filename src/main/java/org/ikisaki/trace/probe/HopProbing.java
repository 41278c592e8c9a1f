package org.ikisaki.trace.probe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ikisaki.trace.Answer;
import org.ikisaki.trace.Hop;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/** What was sent with one TTL, and what came of it. Confined to one thread. */
final class HopProbing {
  /**
   * How many flows have to be tried to be sure, at 95 %, that there is no further next hop than the
   * 1, 2, 3, … that were found, if flows are spread evenly: with k + 1 of them, each of n flows
   * misses a given one with probability k / (k + 1).
   */
  private static final int[] FLOWS = flows();

  private static final double DOUBT = 0.05;

  /** A first time because several were in flight, another because a silent hop was asked before. */
  private static final int MAX_REPEATS = 2;

  /** More than any hop needs. */
  static final int MAX_FLOWS = 256;

  private final List<Query> queries = new ArrayList<>();
  private final int atLeast;
  private final int paths;
  private int pending;

  HopProbing(int atLeast, int paths) {
    this.atLeast = atLeast;
    this.paths = paths;
  }

  private static int[] flows() {
    int[] flows = new int[ProbeSettings.MAX_PATHS + 1];
    for (int found = 1; found <= ProbeSettings.MAX_PATHS; found++) {
      // Any of the found + 1 may be the missed one.
      flows[found] =
          (int) Math.ceil(Math.log(DOUBT / (found + 1)) / Math.log((double) found / (found + 1)));
    }
    return flows;
  }

  /** The number of the query to send next, from 0; -1 if there is none now. */
  int next() {
    for (int i = 0; i < queries.size(); i++) {
      if (queries.get(i).state == State.UNSENT) {
        return i;
      }
    }
    return queries.size() < needed() ? queries.size() : -1;
  }

  private int needed() {
    if (paths == 1) {
      return atLeast;
    }
    Set<IpAddress> found = new HashSet<>();
    for (Query query : queries) {
      if (query.answer != null) {
        found.add(query.answer.from());
      }
    }
    // Nobody may be there to answer at all: as many questions as for a single flow.
    boolean silent = found.isEmpty() && pending == 0 && queries.size() >= atLeast;
    int sought = Math.min(paths - 1, Math.max(1, found.size()));
    return silent ? atLeast : Math.max(atLeast, FLOWS[sought]);
  }

  void sent(int query) {
    if (query == queries.size()) {
      queries.add(new Query());
    }
    queries.get(query).state = State.PENDING;
    pending++;
  }

  /** It is to be sent again; false if that was so too often. */
  boolean repeat(int number) {
    Query query = queries.get(number);
    if (query.repeats == MAX_REPEATS) {
      return false;
    }
    query.repeats++;
    query.state = State.UNSENT;
    pending--;
    return true;
  }

  void end(int number, @Nullable Answer answer) {
    Query query = queries.get(number);
    query.state = State.ENDED;
    query.answer = answer;
    pending--;
  }

  boolean isComplete() {
    return pending == 0 && next() < 0;
  }

  boolean isSilent() {
    return queries.stream().allMatch(query -> query.answer == null);
  }

  boolean ends() {
    return queries.stream()
        .anyMatch(query -> query.answer != null && query.answer.meaning().ends());
  }

  int pending() {
    return pending;
  }

  /** Only those probes count that were answered or waited for in vain. */
  Hop hop(int ttl) {
    List<Answer> answers = new ArrayList<>();
    int sent = 0;
    for (Query query : queries) {
      if (query.state == State.ENDED) {
        sent++;
      }
      if (query.answer != null) {
        answers.add(query.answer);
      }
    }
    return new Hop(ttl, sent, answers);
  }

  private enum State {
    UNSENT,
    PENDING,
    ENDED
  }

  private static final class Query {
    State state = State.UNSENT;
    int repeats;
    @Nullable Answer answer;
  }
}
