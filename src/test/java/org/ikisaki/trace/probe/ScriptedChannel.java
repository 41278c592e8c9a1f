package org.ikisaki.trace.probe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.ikisaki.trace.ProbeKind;
import org.ikisaki.wire.IpAddress;

/** Answers probes as a script says, on a clock that moves when one waits. */
final class ScriptedChannel implements ProbeChannel {
  /** A reply, and how long it takes. */
  record Coming(long nanos, Reply reply) {}

  final List<Probe> sent = new ArrayList<>();
  final List<Long> times = new ArrayList<>();
  final Set<IpAddress> released = new HashSet<>();
  private final Function<Probe, List<Coming>> script;
  private final PriorityQueue<Coming> coming =
      new PriorityQueue<>(Comparator.comparingLong(Coming::nanos));
  private long now = 1;

  ScriptedChannel(Function<Probe, List<Coming>> script) {
    this.script = script;
  }

  long nanos() {
    return now;
  }

  @Override
  public ProbeKind kind() {
    return ProbeKind.UDP;
  }

  @Override
  public int window() {
    return 1;
  }

  @Override
  public OptionalLong send(Probe probe) {
    sent.add(probe);
    times.add(now);
    script.apply(probe).forEach(reply -> coming.add(new Coming(now + reply.nanos, reply.reply)));
    return OptionalLong.of(now);
  }

  @Override
  public void receive(long nanos, Consumer<Reply> sink) {
    Coming first = coming.peek();
    if (first != null && first.nanos <= now + nanos) {
      coming.remove();
      now = Math.max(now, first.nanos);
      Reply reply = first.reply;
      sink.accept(
          new Reply(
              reply.id(),
              reply.from(),
              now,
              reply.meaning(),
              reply.labels(),
              reply.translated(),
              reply.sure()));
    } else {
      now += nanos;
    }
  }

  @Override
  public void release(IpAddress target) {
    released.add(target);
  }

  @Override
  public long dropped() {
    return 0;
  }

  @Override
  public void close() {}
}
