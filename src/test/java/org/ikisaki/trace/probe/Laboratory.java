package org.ikisaki.trace.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.ikisaki.testing.NetworkNamespace;
import org.ikisaki.trace.probe.Sim.Manner;
import org.ikisaki.trace.probe.SimPackets.Seen;
import org.ikisaki.wire.IpAddress;

/**
 * A network namespace whose only way out leads into a simulated network: real sockets and the real
 * kernel on our side. Made and used by one thread, which lives in the namespace meanwhile.
 */
public final class Laboratory implements AutoCloseable {
  static final String HOME_IPV4 = "192.0.2.2";
  static final String HOME_IPV6 = "2001:db8::2";

  private static final String INTERFACE = "tun0";
  private static final int TIME_EXCEEDED = 11;
  private static final int UNREACHABLE = 3;

  private final NetworkNamespace namespace;
  private final Tun tun;
  private final Sim sim;
  private final RandomGenerator random;
  private final ScheduledExecutorService answers = Executors.newScheduledThreadPool(1);
  private final Thread reader = new Thread(this::read, "laboratory");
  private final Map<IpAddress, Set<Long>> flows = new ConcurrentHashMap<>();
  private final List<Long> times = new ArrayList<>();
  private volatile boolean closed;

  private Laboratory(NetworkNamespace namespace, Sim sim, RandomGenerator random)
      throws IOException, InterruptedException {
    this.namespace = namespace;
    this.sim = sim;
    this.random = random;
    tun = Tun.open(INTERFACE);
    Files.writeString(Path.of("/proc/sys/net/ipv6/conf/" + INTERFACE + "/disable_ipv6"), "0");
    namespace.ip("addr", "add", HOME_IPV4 + "/32", "dev", INTERFACE);
    namespace.ip("addr", "add", HOME_IPV6 + "/128", "dev", INTERFACE, "nodad");
    namespace.ip("link", "set", INTERFACE, "up");
    namespace.ip("route", "add", "default", "dev", INTERFACE);
    namespace.ip("-6", "route", "add", "default", "dev", INTERFACE);
    reader.start();
  }

  /** Moves the calling thread into a namespace in front of that network. */
  public static Laboratory open(Sim sim, RandomGenerator random)
      throws IOException, InterruptedException {
    NetworkNamespace namespace = NetworkNamespace.enter();
    try {
      return new Laboratory(namespace, sim, random);
    } catch (IOException | RuntimeException e) {
      namespace.leave();
      throw e;
    }
  }

  public NetworkNamespace namespace() {
    return namespace;
  }

  /** Lets unprivileged sockets send echo requests. */
  public void allowPing() throws IOException {
    Files.writeString(Path.of("/proc/sys/net/ipv4/ping_group_range"), "0 2147483647");
  }

  /** The flows of the probes that were sent to a host. */
  public Set<Long> flows(IpAddress host) {
    return flows.getOrDefault(host, Set.of());
  }

  /** When each probe came in, {@link System#nanoTime}. */
  public List<Long> times() {
    synchronized (times) {
      return List.copyOf(times);
    }
  }

  private void read() {
    while (!closed) {
      byte[] packet = tun.read();
      if (packet == null) {
        continue;
      }
      Seen probe = new Seen(packet);
      // What the kernel sends of its own: to groups of routers, and RST to what it doesn't know.
      if (sim.knows(probe.to()) && !isReset(probe)) {
        synchronized (times) {
          times.add(System.nanoTime());
        }
        flows
            .computeIfAbsent(probe.to(), ignored -> ConcurrentHashMap.newKeySet())
            .add(probe.flow());
        forward(probe);
      }
    }
  }

  private static boolean isReset(Seen probe) {
    return probe.protocol() == SimPackets.TCP && (probe.bytes().get(probe.body() + 13) & 4) != 0;
  }

  private void forward(Seen sent) {
    List<Integer> way = sim.way(sent.to(), sent.flow());
    Seen probe = sent;
    double millis = 0;
    for (int hop = 0; hop < way.size(); hop++) {
      Manner manner = sim.manner(way.get(hop));
      millis += manner.delayMillis();
      boolean last = hop == way.size() - 1;
      if (random.nextDouble() < manner.loss()) {
        return;
      }
      if (hop + 1 == sent.ttl()) {
        answer(probe, way.get(hop), manner, TIME_EXCEEDED, 0, millis);
        return;
      }
      if (manner.nat()) {
        probe = SimPackets.translated(probe);
      }
      if (last) {
        arrive(probe, way.get(hop), manner, millis);
      }
    }
  }

  private void arrive(Seen probe, int router, Manner manner, double millis) {
    switch (sim.door(probe.to())) {
      case SILENT -> {}
      case ABSENT -> answer(probe, router, manner, UNREACHABLE, 1, millis);
      case FORBIDDEN -> answer(probe, router, manner, UNREACHABLE, 13, millis);
      case NO_NETWORK -> answer(probe, router, manner, UNREACHABLE, 0, millis);
      case OPEN -> write(reply(probe, true), millis);
      case CLOSED -> write(reply(probe, false), millis);
    }
  }

  private static byte[] reply(Seen probe, boolean open) {
    return switch (probe.protocol()) {
      case SimPackets.UDP ->
          open
              ? SimPackets.datagram(probe)
              : SimPackets.error(probe, probe.to(), UNREACHABLE, 3, Manner.PLAIN);
      case SimPackets.TCP -> SimPackets.segment(probe, open);
      default -> SimPackets.echo(probe);
    };
  }

  private void answer(Seen probe, int router, Manner manner, int type, int code, double millis) {
    if (!manner.silent()) {
      write(SimPackets.error(probe, Sim.address(router, probe.ipv6()), type, code, manner), millis);
    }
  }

  private void write(byte[] packet, double oneWayMillis) {
    ScheduledFuture<?> unused =
        answers.schedule(
            () -> tun.write(packet), (long) (2e6 * oneWayMillis), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() throws IOException {
    closed = true;
    try {
      reader.join();
      answers.shutdownNow();
      assertThat(answers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      tun.close();
      namespace.leave();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
