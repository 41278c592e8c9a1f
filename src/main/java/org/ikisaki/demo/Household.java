package org.ikisaki.demo;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.ikisaki.demo.Device.Ipv6Addresses;
import org.ikisaki.demo.Device.Kind;
import org.ikisaki.demo.RemoteHost.Role;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.MacAddress;

/**
 * A made-up household: its router, its devices and the hosts they talk to. Immutable; one seed
 * always gives the same one.
 *
 * @param devices without the router, which is its own
 */
public record Household(long seed, Device router, List<Device> devices, List<RemoteHost> hosts) {
  /** The prefix of the home's IPv4 addresses. */
  public static final String IPV4_NETWORK = "192.168.7.0";

  /** The prefix that the router announces, and its length. */
  public static final String IPV6_PREFIX = "2001:db8:1::";

  /** The unique local prefix that it announces too. */
  public static final String UNIQUE_LOCAL_PREFIX = "fd42:6b1d:7::";

  /** Of both prefixes. */
  public static final int IPV6_PREFIX_LENGTH = 64;

  private static final String LINK_LOCAL_PREFIX = "fe80::";

  private static final String DEVICES =
      """
      # name             | kind      | MAC address       | IPv4 | IPv6
      anna-iphone        | phone     | 7e:3d:0a:41:c2:18 | 21   | yes
      ben-pixel          | phone     | 3a:91:55:e0:07:b4 | 22   | yes
      carla-galaxy       | phone     | 52:08:fe:6c:93:2d | 23   | yes
      anna-macbook       | laptop    | f0:18:98:5a:21:7c | 31   | yes
      ben-thinkpad       | laptop    | 54:e1:ad:90:3b:42 | 32   | yes
      carla-laptop       | laptop    | 3c:58:c2:17:d4:09 | 33   | yes
      kitchen-ipad       | tablet    | 6a:c7:14:b8:5e:f1 | 24   | yes
      living-room-tv     | screen    | 8c:79:f5:04:6d:33 | 41   | yes
      playstation        | console   | 2c:cc:44:19:ae:57 | 42   | no
      speaker            | appliance | 54:2a:1b:7f:38:c6 | 51   | no
      kitchen-echo       | appliance | 44:65:0d:82:b1:9e | 52   | no
      door-camera        | appliance | 90:48:6c:35:f0:6a | 53   | no
      hall-thermostat    | appliance | 60:01:94:4d:12:8b | 54   | no
      hue-bridge         | appliance | 00:17:88:69:a5:d0 | 55   | no
      heater-plug        | appliance | 10:d5:61:b3:0f:74 | 56   | no
      office-printer     | appliance | 3c:d9:2b:e6:58:25 | 61   | yes
      nas                | server    | 00:11:32:9c:47:f8 | 62   | yes
      raspberrypi        | server    | b8:27:eb:5d:83:1a | 63   | yes
      """;

  public Household {
    devices = List.copyOf(devices);
    hosts = List.copyOf(hosts);
  }

  /** The household that {@code seed} stands for. */
  public static Household of(long seed) {
    Dice dice = new Dice(seed);
    List<Device> devices = new ArrayList<>();
    DEVICES
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> devices.add(device(line.split("\\s*\\|\\s*", -1), dice)));
    Device router =
        new Device(
            "router",
            Kind.ROUTER,
            MacAddress.parse("e0:28:6d:70:4b:91"),
            ipv4(1),
            new Ipv6Addresses(
                IpAddress.parse(LINK_LOCAL_PREFIX + "1"),
                IpAddress.parse(IPV6_PREFIX + "1"),
                IpAddress.parse(UNIQUE_LOCAL_PREFIX + "1")));
    return new Household(seed, router, devices, new Internet(dice).hosts());
  }

  private static Device device(String[] cells, Dice dice) {
    boolean ipv6 = cells[4].equals("yes");
    return new Device(
        cells[0],
        Kind.valueOf(cells[1].toUpperCase(Locale.ROOT)),
        MacAddress.parse(cells[2]),
        ipv4(Integer.parseInt(cells[3])),
        ipv6
            ? new Ipv6Addresses(
                ipv6(LINK_LOCAL_PREFIX, dice),
                ipv6(IPV6_PREFIX, dice),
                ipv6(UNIQUE_LOCAL_PREFIX, dice))
            : null);
  }

  private static IpAddress ipv4(int host) {
    return IpAddress.ofIpv4((int) IpAddress.parse(IPV4_NETWORK).low() | host);
  }

  private static IpAddress ipv6(String prefix, Dice dice) {
    return new IpAddress(IpAddress.parse(prefix).high(), dice.nextLong());
  }

  /** The device of that name; there must be one. */
  Device device(String name) {
    return devices.stream().filter(device -> device.name().equals(name)).findFirst().orElseThrow();
  }

  /** The hosts that a service has for a purpose; there must be one. */
  List<RemoteHost> hosts(String service, Role role) {
    List<RemoteHost> found =
        hosts.stream().filter(h -> h.service().equals(service) && h.role() == role).toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(service + " has no host for " + role);
    }
    return found;
  }

  /** What the household uses, in order of the table. */
  public Set<String> services() {
    Set<String> services = new LinkedHashSet<>();
    hosts.forEach(host -> services.add(host.service()));
    return services;
  }
}
