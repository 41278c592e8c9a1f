package org.ikisaki.trace.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.ikisaki.linux.Epoll;
import org.ikisaki.linux.ErrnoException;
import org.ikisaki.linux.InetSocket;
import org.ikisaki.linux.Message;
import org.ikisaki.trace.Answer.Meaning;
import org.ikisaki.trace.MplsLabel;
import org.ikisaki.trace.ProbeKind;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Probes without privilege: each flow has a connected socket, and the kernel says in its error
 * queue what routers answered to what that sent. Confined to one thread.
 *
 * <p><b>Flows.</b> The ports, or the checksum of an echo request, stay the same for all probes of a
 * flow, and so its way does (Augustin et al., Avoiding traceroute anomalies with Paris traceroute,
 * 2006).
 *
 * <p><b>Whose answer.</b> The kernel compares addresses, ports or identifier; we, what routers
 * quote. Some quote no byte of a datagram's payload. That is enough while no earlier probe of the
 * flow can still be answered, for there is one in flight at a time; before that, such a reply isn't
 * {@linkplain Reply#sure sure}.
 */
public final class ErrorQueueChannel implements ProbeChannel {
  private static final int EMFILE = 24;
  private static final int ENFILE = 23;

  private final ProbeKind kind;
  private final int port;
  private final long waitNanos;
  private final LongSupplier nanos;
  private final Arrival arrival;
  private final RandomGenerator random;
  private final Epoll epoll = new Epoll();
  private final Message message = new Message();
  private final ByteBuffer bytes = ByteBuffer.allocateDirect(EchoRequest.SIZE);
  private final Map<IpAddress, Map<Integer, Flow>> targets = new HashMap<>();
  private final Map<Long, Flow> flows = new HashMap<>();
  private long lastKey;
  private long dropped;

  /**
   * Opens no socket yet.
   *
   * @param kind UDP or ICMP
   * @param port of the targets, for UDP
   * @param wait for how long a probe is waited for
   * @param random makes nonces that nobody can guess
   */
  public ErrorQueueChannel(
      ProbeKind kind,
      int port,
      Duration wait,
      InstantSource clock,
      LongSupplier nanos,
      RandomGenerator random)
      throws IOException {
    this.kind = kind;
    this.port = port;
    this.nanos = nanos;
    this.random = random;
    waitNanos = wait.toNanos();
    arrival = new Arrival(clock, nanos);
  }

  @Override
  public ProbeKind kind() {
    return kind;
  }

  @Override
  public int window() {
    return 1;
  }

  @Override
  public OptionalLong send(Probe probe) throws IOException {
    Flow flow = flow(probe);
    try {
      flow.socket.setHops(probe.ttl());
      flow.prepare(probe.id());
      long now = nanos.getAsLong();
      try {
        flow.socket.send(bytes, null);
      } catch (ErrnoException e) {
        // The first call after an ICMP error says that error; a late one may just have come.
        if (!flow.takeOldErrors()) {
          throw e;
        }
        flow.socket.send(bytes, null);
      }
      flow.sent(probe.id(), now);
      return OptionalLong.of(now);
    } catch (ErrnoException e) {
      if (e.isPassing()) {
        return OptionalLong.empty();
      }
      throw UnreachableException.of(e);
    }
  }

  private Flow flow(Probe probe) throws IOException {
    Map<Integer, Flow> ofTarget =
        targets.computeIfAbsent(probe.target(), ignored -> new HashMap<>());
    Flow known = ofTarget.get(probe.flow());
    if (known != null) {
      return known;
    }
    Flow flow = open(probe.target());
    ofTarget.put(probe.flow(), flow);
    flows.put(flow.key, flow);
    return flow;
  }

  private Flow open(IpAddress target) throws IOException {
    boolean ipv6 = !target.isIpv4();
    InetSocket socket;
    try {
      socket = kind == ProbeKind.ICMP ? InetSocket.ping(ipv6) : InetSocket.udp(ipv6);
    } catch (ErrnoException e) {
      throw refused(e);
    }
    try {
      socket.connect(target.toInetAddress(), port);
      Flow flow = new Flow(target, socket, ++lastKey, random.nextLong());
      epoll.add(socket, flow.key);
      return flow;
    } catch (ErrnoException e) {
      socket.close();
      throw UnreachableException.of(e);
    }
  }

  private IOException refused(ErrnoException cause) {
    if (cause.errno() == EMFILE || cause.errno() == ENFILE) {
      return new IOException(
          "too many sockets are open: lower --rate or --paths, or allow more with ulimit -n",
          cause);
    }
    if (kind == ProbeKind.ICMP && cause.isPermission()) {
      return new IOException(
          "this system lets nobody of your group send echo requests: allow it with"
              + " 'sysctl net.ipv4.ping_group_range=\"0 2147483647\"', or trace with --raw or"
              + " --method udp",
          cause);
    }
    return cause;
  }

  @Override
  public void receive(long waitAtMost, Consumer<Reply> sink) throws IOException {
    int ready = epoll.await((int) ((waitAtMost + 999_999) / 1_000_000));
    for (int i = 0; i < ready; i++) {
      Flow flow = flows.get(epoll.key(i));
      if (flow != null) {
        flow.receive(sink);
      }
    }
  }

  @Override
  public void release(IpAddress target) {
    Map<Integer, Flow> ofTarget = targets.remove(target);
    if (ofTarget != null) {
      ofTarget.values().forEach(this::close);
    }
  }

  private void close(Flow flow) {
    flows.remove(flow.key);
    flow.socket.close();
  }

  @Override
  public long dropped() {
    return dropped;
  }

  @Override
  public void close() {
    targets.clear();
    flows.values().forEach(flow -> flow.socket.close());
    flows.clear();
    epoll.close();
  }

  /** A socket, and what it last sent. */
  private final class Flow {
    private final IpAddress target;
    private final InetSocket socket;
    private final long key;
    private final long nonce;
    private int id;
    private boolean answered = true;
    private long sentNanos;

    /** When no earlier probe than the last can be answered any more. */
    private long sureNanos;

    Flow(IpAddress target, InetSocket socket, long key, long nonce) {
      this.target = target;
      this.socket = socket;
      this.key = key;
      this.nonce = nonce;
      sureNanos = nanos.getAsLong();
    }

    void prepare(int newId) {
      if (kind == ProbeKind.ICMP) {
        EchoRequest.write(bytes, !target.isIpv4(), nonce, newId);
      } else {
        Payload.write(bytes, nonce, newId);
      }
    }

    void sent(int newId, long now) {
      if (!answered) {
        sureNanos = Math.max(sureNanos, sentNanos + 2 * waitNanos);
      }
      id = newId;
      sentNanos = now;
      answered = false;
    }

    boolean takeOldErrors() {
      boolean any = false;
      while (socket.receiveError(message)) {
        any = true;
        dropped++;
      }
      return any;
    }

    void receive(Consumer<Reply> sink) {
      while (socket.receiveError(message)) {
        hand(error(), sink);
      }
      while (socket.receive(message)) {
        hand(answer(), sink);
      }
    }

    private void hand(@Nullable Reply reply, Consumer<Reply> sink) {
      if (reply == null) {
        dropped++;
        return;
      }
      answered |= reply.id() == id;
      sink.accept(reply);
    }

    private @Nullable Reply error() {
      InetAddress from = message.from();
      if (from == null || !message.isIcmp()) {
        return null;
      }
      IpAddress router = IpAddress.of(from);
      Meaning meaning =
          IcmpMeaning.of(
              !target.isIpv4(), message.icmpType(), message.icmpCode(), router.equals(target));
      int quoted =
          kind == ProbeKind.ICMP
              ? EchoRequest.id(message.data(), !target.isIpv4(), nonce)
              : Payload.id(message.data(), nonce);
      if (meaning == null || quoted == Payload.FOREIGN) {
        return null;
      }
      List<MplsLabel> labels =
          message.extensions() == 0
              ? List.of()
              : IcmpExtensions.labels(message.data(), message.extensions());
      boolean known = quoted != Payload.TOO_SHORT;
      long received = arrival.nanos(message);
      return new Reply(
          known ? quoted : id,
          router,
          received,
          meaning,
          labels,
          false,
          known || received - sureNanos >= 0);
    }

    /** The target itself answers: an echo, or whatever service there is at that port. */
    private @Nullable Reply answer() {
      InetAddress from = message.from();
      if (from == null || !IpAddress.of(from).equals(target)) {
        return null;
      }
      int echoed =
          kind == ProbeKind.ICMP
              ? EchoRequest.replyId(message.data(), !target.isIpv4(), nonce)
              : id;
      if (echoed == Payload.FOREIGN) {
        return null;
      }
      long received = arrival.nanos(message);
      boolean sure = kind == ProbeKind.ICMP || received - sureNanos >= 0;
      return new Reply(echoed, target, received, Meaning.REACHED, List.of(), false, sure);
    }
  }
}
