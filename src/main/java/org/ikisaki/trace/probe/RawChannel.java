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
import org.ikisaki.wire.IpProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Probes from raw sockets: several to a target may be in flight, TCP is possible, and what routers
 * quote shows whether a NAT changed it. Takes CAP_NET_RAW. Confined to one thread.
 *
 * <p>Everybody's ICMP messages come in here. One counts only if it quotes a packet to the target of
 * the probe whose id it has, and with our ports or identifier.
 */
public final class RawChannel implements ProbeChannel {
  /** Probes to one target that may be in flight: as many are sent in vain behind it. */
  private static final int WINDOW = 4;

  private static final int IPV4 = 20;
  private static final int IPV6 = 40;
  private static final int IDS = 0x10000;
  private static final int FIRST_PORT = 33_000;
  private static final int PORTS = 27_000;

  private final ProbeKind kind;
  private final int port;
  private final Transport transport;
  private final LongSupplier nanos;
  private final Arrival arrival;
  private final Epoll epoll = new Epoll();
  private final Message message = new Message();
  private final ByteBuffer bytes = ByteBuffer.allocateDirect(IPV4 + IPV6);
  private final @Nullable Probe[] sent = new Probe[IDS];

  /** Where packets to each target come from. */
  private final Map<IpAddress, IpAddress> sources = new HashMap<>();

  private final Map<Boolean, Family> families = new HashMap<>();
  private final Unanswered unanswered;
  private long dropped;

  /**
   * Opens no socket yet.
   *
   * @param port of the targets, for UDP and TCP
   * @param wait for how long a probe is waited for
   * @param random makes ports and identifiers that nobody can guess
   */
  public RawChannel(
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
    transport =
        new Transport(kind, port, FIRST_PORT + random.nextInt(PORTS), random.nextInt(1, IDS));
    arrival = new Arrival(clock, nanos);
    unanswered = new Unanswered(2 * wait.toNanos());
  }

  @Override
  public ProbeKind kind() {
    return kind;
  }

  @Override
  public int window() {
    return WINDOW;
  }

  @Override
  public OptionalLong send(Probe probe) throws IOException {
    Family family = family(!probe.target().isIpv4());
    try {
      int at = write(probe);
      if (family.ipv6) {
        family.probes.setHops(probe.ttl());
      }
      bytes.limit(at + transport.length());
      InetAddress to = probe.target().toInetAddress();
      sent[probe.id()] = probe;
      long now = nanos.getAsLong();
      family.probes.send(bytes, to);
      if (kind == ProbeKind.UDP) {
        unanswered.sent(probe, now);
      }
      return OptionalLong.of(now);
    } catch (ErrnoException e) {
      if (e.isPassing()) {
        return OptionalLong.empty();
      }
      throw UnreachableException.of(e);
    }
  }

  /** Writes the packet, or over IPv6 what the kernel puts its header before; says where that is. */
  private int write(Probe probe) throws IOException {
    IpAddress source = source(probe.target());
    bytes.clear();
    int at = 0;
    if (source.isIpv4()) {
      at = IPV4;
      int length = IPV4 + transport.length();
      // The kernel writes the checksum.
      bytes.putShort(0, (short) 0x4500).putShort(2, (short) length);
      bytes.putShort(4, (short) probe.id()).putShort(6, (short) 0);
      bytes.put(8, (byte) probe.ttl()).put(9, (byte) transport.protocol(false));
      bytes.putShort(10, (short) 0);
      bytes.put(12, source.toBytes()).put(16, probe.target().toBytes());
    }
    transport.write(bytes, at, probe, source);
    return at;
  }

  private IpAddress source(IpAddress target) throws IOException {
    IpAddress known = sources.get(target);
    if (known != null) {
      return known;
    }
    try (InetSocket socket = InetSocket.udp(!target.isIpv4())) {
      socket.connect(target.toInetAddress(), port);
      IpAddress source = IpAddress.of(socket.localAddress());
      sources.put(target, source);
      return source;
    }
  }

  private Family family(boolean ipv6) throws IOException {
    Family known = families.get(ipv6);
    if (known == null) {
      known = new Family(ipv6);
      families.put(ipv6, known);
    }
    return known;
  }

  @Override
  public void receive(long waitAtMost, Consumer<Reply> sink) throws IOException {
    epoll.await((int) ((waitAtMost + 999_999) / 1_000_000));
    for (Family family : families.values()) {
      while (family.errors.receive(message)) {
        hand(family.icmp(), sink);
      }
      while (family.probes != family.errors && family.probes.receive(message)) {
        family.answer(sink);
      }
    }
  }

  private void hand(@Nullable Reply reply, Consumer<Reply> sink) {
    if (reply == null) {
      dropped++;
    } else {
      sink.accept(reply);
    }
  }

  @Override
  public void release(IpAddress target) {
    sources.remove(target);
    unanswered.release(target);
  }

  @Override
  public long dropped() {
    return dropped;
  }

  @Override
  public void close() {
    families.values().forEach(Family::close);
    families.clear();
    epoll.close();
  }

  /** The sockets of one version of IP. */
  private final class Family {
    private final boolean ipv6;
    private final InetSocket errors;

    /** The same for echo requests. */
    private final InetSocket probes;

    Family(boolean ipv6) throws IOException {
      this.ipv6 = ipv6;
      int icmp = ipv6 ? IpProtocol.ICMPV6 : IpProtocol.ICMP;
      try {
        errors = InetSocket.raw(ipv6, icmp);
        probes = kind == ProbeKind.ICMP ? errors : InetSocket.raw(ipv6, transport.protocol(ipv6));
      } catch (ErrnoException e) {
        throw e.isPermission()
            ? new IOException(
                "raw sockets take CAP_NET_RAW: start it by bin/ikisaki, which asks sudo for that"
                    + " alone, or trace without --raw and by --method udp",
                e)
            : e;
      }
      epoll.add(errors, 0);
      if (probes != errors) {
        epoll.add(probes, 0);
      }
    }

    void close() {
      errors.close();
      probes.close();
    }

    private @Nullable Reply icmp() {
      InetAddress from = message.from();
      ByteBuffer data = message.data();
      int at = start(data);
      if (from == null || at < 0) {
        return null;
      }
      Quotation quotation = Quotation.of(data, at, ipv6);
      IpAddress router = IpAddress.of(from);
      if (quotation == null) {
        return kind == ProbeKind.ICMP ? reached(router, at) : null;
      }
      Meaning meaning =
          IcmpMeaning.of(ipv6, quotation.type(), quotation.code(), router.equals(quotation.to()));
      if (meaning == null || quotation.protocol() != transport.protocol(ipv6)) {
        return null;
      }
      int id = transport.id(data, quotation.transport(), ipv6);
      if (id == Payload.FOREIGN) {
        return null;
      }
      int spare =
          ipv6 ? transport.spareId(data, quotation.transport()) : quotation.identification();
      Probe probe = find(spare, quotation.to());
      boolean moved = probe == null || id != spare && spare != 0;
      if (probe == null) {
        probe = find(id, quotation.to());
      }
      return probe == null ? null : error(probe, router, meaning, quotation, moved);
    }

    private @Nullable Reply error(
        Probe probe, IpAddress router, Meaning meaning, Quotation quotation, boolean moved) {
      IpAddress source = sources.get(probe.target());
      if (source == null) {
        // The trace has ended.
        return null;
      }
      unanswered.answered(probe);
      ByteBuffer data = message.data();
      transport.write(bytes, 0, probe, source);
      boolean spareKnown = !ipv6 || transport.spareId(data, quotation.transport()) != 0;
      List<MplsLabel> labels =
          quotation.extensions() < 0
              ? List.of()
              : IcmpExtensions.labels(data, quotation.extensions());
      return new Reply(
          probe.id(),
          router,
          arrival.nanos(message),
          meaning,
          labels,
          moved && spareKnown || transport.isTranslated(data, quotation.transport(), bytes, 0),
          true);
    }

    private void answer(Consumer<Reply> sink) {
      InetAddress from = message.from();
      int at = start(message.data());
      if (from == null || at < 0) {
        dropped++;
      } else if (kind == ProbeKind.UDP) {
        served(IpAddress.of(from), at, sink);
      } else {
        hand(reached(IpAddress.of(from), at), sink);
      }
    }

    /** A service at the target's port answers one of these probes. */
    private void served(IpAddress from, int at, Consumer<Reply> sink) {
      int flow = transport.answeredFlow(message.data(), at);
      long received = arrival.nanos(message);
      List<Integer> ids = flow < 0 ? List.of() : unanswered.of(from, flow, received);
      if (ids.isEmpty()) {
        dropped++;
      }
      boolean sure = ids.size() == 1;
      for (int id : ids) {
        Probe probe = find(id, from);
        if (sure && probe != null) {
          unanswered.answered(probe);
        }
        sink.accept(new Reply(id, from, received, Meaning.REACHED, List.of(), false, sure));
      }
    }

    private @Nullable Reply reached(IpAddress from, int at) {
      int id = transport.answered(message.data(), at, ipv6);
      Probe probe = id == Payload.FOREIGN ? null : find(id, from);
      return probe == null
          ? null
          : new Reply(id, from, arrival.nanos(message), Meaning.REACHED, List.of(), false, true);
    }

    private @Nullable Probe find(int id, IpAddress target) {
      Probe probe = id <= 0 ? null : sent[id];
      return probe != null && probe.target().equals(target) ? probe : null;
    }

    /** Where the protocol's own message begins; -1 if it doesn't. */
    private int start(ByteBuffer data) {
      if (ipv6) {
        return 0;
      }
      int header = data.limit() < IPV4 ? 0 : (data.get(0) & 0xf) * 4;
      return header < IPV4 || header > data.limit() - Long.BYTES ? -1 : header;
    }
  }
}
