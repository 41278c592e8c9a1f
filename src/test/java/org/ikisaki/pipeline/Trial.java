package org.ikisaki.pipeline;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.ikisaki.flow.FlowUpdate;
import org.ikisaki.naming.Confidence;
import org.ikisaki.naming.DnsAnswer;
import org.ikisaki.naming.Name;
import org.ikisaki.naming.NameSource;
import org.ikisaki.naming.Named;
import org.ikisaki.naming.Names;
import org.ikisaki.service.RuleSet;
import org.ikisaki.service.Service;
import org.ikisaki.service.Subject;
import org.jspecify.annotations.Nullable;

/**
 * What names of flows are worth in one capture: each flow whose true name is known is named as the
 * product would, from what was seen of others before it, and the outcome is noted by how sure the
 * name is said to be. A flow that tells its own name is named without it first, and only then is
 * that learned. Confined to one thread.
 */
final class Trial {
  private final RuleSet rules;
  private final Truth truth;
  private final Map<Confidence, Score> scores;
  private final Names names = new Names();
  private final Map<Long, Named> weak = new HashMap<>();
  private final Set<Long> tried = new HashSet<>();

  Trial(RuleSet rules, Truth truth, Map<Confidence, Score> scores) {
    this.rules = rules;
    this.truth = truth;
    this.scores = scores;
  }

  /** The host that a flow really goes to, null where that is not known otherwise than by itself. */
  interface Truth {
    @Nullable String host(FlowUpdate flow);
  }

  void take(Interval interval) {
    for (DnsAnswer answer : interval.answers()) {
      names.learn(answer);
    }
    interval.claims().forEach(names::learn);
    for (FlowUpdate flow : interval.flows()) {
      Name own = interval.names().get(flow.id());
      if (own != null && own.source().isOwn() && flow.localOpened()) {
        tryOwn(flow, own);
      } else if (!tried.contains(flow.id())) {
        tryHidden(flow, own);
      }
    }
  }

  private void tryOwn(FlowUpdate flow, Name own) {
    String told = truth.host(flow);
    if (tried.add(flow.id())) {
      Named named = lookup(flow);
      if (named != null) {
        note(flow, named, told == null ? own.host() : told);
      }
      if (told != null) {
        note(flow, Named.byItself(own), told);
      }
    }
    names.learn(flow.client(), flow.remoteAddress(), own, flow.firstSeen());
  }

  /** As {@link Attribution} does: a weak name is only good until there is a stronger one. */
  private void tryHidden(FlowUpdate flow, @Nullable Name outer) {
    String told = truth.host(flow);
    if (told == null) {
      return;
    }
    Named named = stronger(weak.get(flow.id()), lookup(flow));
    named = stronger(named, outer == null ? null : Named.byItself(outer));
    if (named != null && (flow.ended() || !named.name().source().isWeak())) {
      tried.add(flow.id());
      weak.remove(flow.id());
      note(flow, named, told);
    } else if (named != null) {
      weak.put(flow.id(), named);
    }
  }

  private static @Nullable Named stronger(@Nullable Named name, @Nullable Named other) {
    return name == null || (other != null && other.isStrongerThan(name)) ? other : name;
  }

  private @Nullable Named lookup(FlowUpdate flow) {
    return names.lookup(
        flow.client(), flow.remoteAddress(), flow.firstSeen(), host -> service(flow, host));
  }

  private void note(FlowUpdate flow, Named named, String told) {
    String host = named.name().host();
    // A certificate's wildcard claims no host.
    boolean rightHost = host.equals(told);
    boolean rightService =
        named.name().source() != NameSource.ECH_OUTER
            && service(flow, host).equals(service(flow, told));
    scores.merge(
        named.confidence(), new Score(1, rightHost ? 1 : 0, rightService ? 1 : 0), Score::plus);
  }

  private Service service(FlowUpdate flow, String host) {
    return rules.classify(new Subject(host, flow.remoteAddress(), 0, "")).service();
  }

  /** How many flows were named so, and how many of them rightly. */
  record Score(long flows, long rightHosts, long rightServices) {
    static final Score NONE = new Score(0, 0, 0);

    Score plus(Score other) {
      return new Score(
          flows + other.flows, rightHosts + other.rightHosts, rightServices + other.rightServices);
    }

    /** In percent. */
    double hosts() {
      return 100.0 * rightHosts / flows;
    }

    /** In percent. */
    double services() {
      return 100.0 * rightServices / flows;
    }
  }
}
