package org.ikisaki.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.ikisaki.demo.Device.Ipv6Addresses;
import org.ikisaki.demo.Device.Kind;
import org.ikisaki.demo.RemoteHost.Protocol;
import org.ikisaki.demo.RemoteHost.Role;
import org.ikisaki.wire.IpAddress;

/**
 * A larger home than the demo's: its devices and hosts, and as many more as make a household of 30
 * devices with 2,000 remote addresses, a third of them IPv6. Confined to the thread that builds it.
 */
final class BenchmarkHome {
  private static final int DEVICES = 30;
  private static final int WITH_IPV6 = 24;
  private static final int MORE_HOSTS = 720;

  /** Of the range for benchmarks (RFC 2544), as those for documentation are too small. */
  private static final int IPV4_FIRST = 0xc612_0000;

  private static final long IPV6_FIRST = 0x2001_0db8_8000_0000L;
  private static final long MAC_FIRST = 0x02_00_5e_10_00_00L;
  private static final Kind[] KINDS = {Kind.PHONE, Kind.LAPTOP, Kind.TABLET, Kind.APPLIANCE};

  private final Dice dice;

  private BenchmarkHome(long seed) {
    this.dice = new Dice(seed);
  }

  static Household of(long seed) {
    Household demo = Household.of(seed);
    return new BenchmarkHome(seed).enlarge(demo);
  }

  private Household enlarge(Household demo) {
    List<Device> devices = new ArrayList<>(demo.devices());
    int withIpv6 = (int) devices.stream().filter(device -> device.ipv6() != null).count();
    for (int i = devices.size(); i < DEVICES; i++) {
      devices.add(device(i, withIpv6++ < WITH_IPV6));
    }
    List<RemoteHost> hosts = new ArrayList<>(demo.hosts());
    IntStream.range(0, MORE_HOSTS).mapToObj(this::host).forEach(hosts::add);
    return new Household(demo.seed(), demo.router(), devices, hosts);
  }

  private Device device(int number, boolean ipv6) {
    return new Device(
        "device-" + number,
        KINDS[number % KINDS.length],
        MAC_FIRST + number,
        home(Household.IPV4_NETWORK, 100 + number),
        ipv6
            ? new Ipv6Addresses(
                home("fe80::", 0x1000 + number),
                home(Household.IPV6_PREFIX, 0x1000 + number),
                home(Household.UNIQUE_LOCAL_PREFIX, 0x1000 + number))
            : null);
  }

  private static IpAddress home(String network, int host) {
    IpAddress prefix = IpAddress.parse(network);
    return prefix.isIpv4()
        ? IpAddress.ofIpv4((int) prefix.low() | host)
        : new IpAddress(prefix.high(), host);
  }

  /** A site with one or two IPv4 addresses, mostly one of IPv6, and a chain of up to four names. */
  private RemoteHost host(int number) {
    String service = "site" + number + ".example";
    List<IpAddress> addresses = new ArrayList<>();
    int ipv4 = 1 + dice.below(10) / 4;
    for (int i = 0; i < ipv4; i++) {
      addresses.add(IpAddress.ofIpv4(IPV4_FIRST + number * 4 + i + 1));
    }
    if (dice.percent(85)) {
      addresses.add(new IpAddress(IPV6_FIRST + ((long) number << 16), dice.between(1, 0xffff)));
    }
    List<String> aliases = new ArrayList<>();
    int chain = dice.below(5);
    for (int i = 0; i < chain; i++) {
      aliases.add("edge" + i + "-" + number + ".network" + number % 7 + ".example");
    }
    boolean quic = dice.percent(25);
    boolean http = !quic && dice.percent(5);
    return new RemoteHost(
        service,
        Role.PAGE,
        "www." + service,
        aliases,
        addresses,
        quic ? Protocol.QUIC : http ? Protocol.HTTP : Protocol.TLS,
        http ? 80 : 443,
        false,
        dice.between(8_000_000, 70_000_000));
  }
}
