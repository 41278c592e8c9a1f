package org.ikisaki.trace.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.ikisaki.testing.NetworkNamespace;
import org.ikisaki.trace.Hop;
import org.ikisaki.trace.ProbeKind;
import org.ikisaki.trace.Target;
import org.ikisaki.trace.Trace;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A chain of namespaces that forward: the kernel's own routers, which nobody here has written. */
@Timeout(60)
class RouterChainTest {
  private static final int ROUTERS = 5;
  private static final ProbeSettings SETTINGS =
      new ProbeSettings(200, 30, 2, Duration.ofMillis(500), 1);

  private final List<String> names = new ArrayList<>();
  private NetworkNamespace home;

  /**
   * Home is 0, and the last is the target; between i and i + 1 lie 192.0.2.(4 i) and 2001:db8:i.
   */
  @BeforeEach
  void connect() throws Exception {
    home = NetworkNamespace.enter();
    String unique = "ikr" + ProcessHandle.current().pid() + "-";
    for (int i = 1; i <= ROUTERS + 1; i++) {
      names.add(unique + i);
      run("ip netns add " + unique + i);
      inside(i, "ip link set lo up");
      set(i, "ipv4/ip_forward", 1);
      set(i, "ipv6/conf/all/forwarding", 1);
      // Linux answers one host about once a second, and this test asks ten times.
      set(i, "ipv4/icmp_ratelimit", 0);
      set(i, "ipv6/icmp/ratelimit", 0);
    }
    for (int i = 0; i <= ROUTERS; i++) {
      link(i);
    }
    for (int i = 0; i <= ROUTERS; i++) {
      // Away from home to the next, and home by the one before.
      inside(i, "ip route add default via 192.0.2." + (4 * i + 2));
      inside(i, "ip -6 route add default via 2001:db8:" + i + "::2");
      if (i > 0) {
        back(i);
      }
    }
    back(ROUTERS + 1);
  }

  private void link(int left) throws Exception {
    String name = names.get(left);
    String other = "e" + left;
    if (left == 0) {
      home.ip("link", "add", "name", "w0", "type", "veth", "peer", "name", other, "netns", name);
    } else {
      inside(
          left,
          "ip link add name w%d type veth peer name %s netns %s".formatted(left, other, name));
    }
    for (int side = 0; side < 2; side++) {
      String device = (side == 0 ? "w" : "e") + left;
      int at = left + side;
      // Addresses count at once, without asking first whether somebody else has them.
      set(at, "ipv6/conf/" + device + "/disable_ipv6", 0);
      set(at, "ipv6/conf/" + device + "/accept_dad", 0);
      inside(at, "ip addr add 192.0.2.%d/30 dev %s".formatted(4 * left + 1 + side, device));
      inside(
          at, "ip -6 addr add 2001:db8:%d::%d/64 dev %s nodad".formatted(left, 1 + side, device));
      inside(at, "ip link set " + device + " up");
    }
  }

  private void back(int router) throws Exception {
    int link = router - 1;
    if (router == ROUTERS + 1) {
      inside(router, "ip route add default via 192.0.2." + (4 * link + 1));
      inside(router, "ip -6 route add default via 2001:db8:" + link + "::1");
    } else if (router > 1) {
      inside(router, "ip route add 192.0.2.0/30 via 192.0.2." + (4 * link + 1));
      inside(router, "ip -6 route add 2001:db8:0::/64 via 2001:db8:" + link + "::1");
    }
  }

  /** What sysctl does, which not every system has installed. */
  private void set(int host, String setting, int value) throws Exception {
    inside(host, "sh", "-c", "echo " + value + " > /proc/sys/net/" + setting);
  }

  private void inside(int host, String command) throws Exception {
    inside(host, command.split(" "));
  }

  private void inside(int host, String... command) throws Exception {
    List<String> whole = new ArrayList<>();
    if (host == 0) {
      whole.addAll(home.inside(command));
    } else {
      whole.addAll(List.of("ip", "netns", "exec", names.get(host - 1)));
      whole.addAll(List.of(command));
    }
    run(whole.toArray(String[]::new));
  }

  private static void run(String command) throws Exception {
    run(command.split(" "));
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", String.join(" ", command), said).isZero();
  }

  @AfterEach
  void remove() throws Exception {
    for (String name : names) {
      run("ip netns del " + name);
    }
    home.leave();
  }

  @Test
  void everyRouterIsFoundOverEachKindOfProbe() throws Exception {
    IpAddress ipv4 = IpAddress.parse("192.0.2." + (4 * ROUTERS + 2));
    IpAddress ipv6 = IpAddress.parse("2001:db8:" + ROUTERS + "::2");
    List<IpAddress> expected4 = new ArrayList<>();
    List<IpAddress> expected6 = new ArrayList<>();
    for (int i = 0; i <= ROUTERS; i++) {
      expected4.add(IpAddress.parse("192.0.2." + (4 * i + 2)));
      expected6.add(IpAddress.parse("2001:db8:" + i + "::2"));
    }
    Files.writeString(Path.of("/proc/sys/net/ipv4/ping_group_range"), "0 2147483647");

    await("neighbours that know each other")
        .pollInSameThread()
        .until(() -> trace(errorQueue(ProbeKind.UDP), ipv6).hops().stream().noneMatch(Hop::silent));
    for (ProbeKind kind : List.of(ProbeKind.UDP, ProbeKind.ICMP)) {
      check(errorQueue(kind), ipv4, expected4);
      check(errorQueue(kind), ipv6, expected6);
    }
    for (ProbeKind kind : List.of(ProbeKind.UDP, ProbeKind.ICMP, ProbeKind.TCP)) {
      check(raw(kind), ipv4, expected4);
      check(raw(kind), ipv6, expected6);
    }
  }

  private static ProbeChannel errorQueue(ProbeKind kind) throws IOException {
    return new ErrorQueueChannel(
        kind, 33_434, SETTINGS.patience(), InstantSource.system(), System::nanoTime, new Random(1));
  }

  private static ProbeChannel raw(ProbeKind kind) throws IOException {
    return new RawChannel(
        kind, 33_434, SETTINGS.patience(), InstantSource.system(), System::nanoTime, new Random(1));
  }

  private static void check(ProbeChannel channel, IpAddress target, List<IpAddress> expected)
      throws IOException {
    Trace trace = trace(channel, target);
    assertThat(trace.hops())
        .as("%s to %s", channel.kind(), target)
        .extracting(Hop::addresses)
        .isEqualTo(expected.stream().map(List::of).toList());
    assertThat(trace.reached()).isTrue();
    assertThat(trace.hops())
        .noneMatch(hop -> hop.answers().stream().anyMatch(answer -> answer.translated()));
  }

  private static Trace trace(ProbeChannel channel, IpAddress target) throws IOException {
    Collected collected = new Collected();
    try (channel) {
      new Tracer(channel, SETTINGS, "test", InstantSource.system(), System::nanoTime)
          .run(List.of(Target.of(target)).iterator(), collected, () -> false);
    }
    return collected.trace(target);
  }
}
