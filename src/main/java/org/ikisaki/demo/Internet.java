package org.ikisaki.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ikisaki.demo.RemoteHost.Protocol;
import org.ikisaki.demo.RemoteHost.Role;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Gives the hosts of {@link ServiceTable} their addresses, all from the ranges set aside for
 * documentation (RFC 5737, RFC 3849). Confined to the thread that builds the household.
 */
final class Internet {
  private static final List<String> IPV4_RANGES =
      List.of("203.0.113.0", "198.51.100.0", "192.0.2.0");
  private static final int IPV4_PER_RANGE = 250;
  private static final long IPV6_RANGE = 0x2001_0db8_0100_0000L;
  private static final int EDGE_ADDRESSES = 3;

  private final Dice dice;
  private final Map<String, List<IpAddress>> edges = new HashMap<>();
  private final Map<String, Integer> networks = new HashMap<>();
  private int ipv4Used;

  Internet(Dice dice) {
    this.dice = dice;
  }

  /** Places every host of the table, in its order. */
  List<RemoteHost> hosts() {
    List<RemoteHost> hosts = new ArrayList<>();
    for (ServiceTable.Line line : ServiceTable.lines()) {
      for (String pattern : line.names()) {
        hosts.add(host(line, pattern.replace("#", dice.letters(8))));
      }
    }
    return List.copyOf(hosts);
  }

  private RemoteHost host(ServiceTable.Line line, String name) {
    boolean named = !name.equals(ServiceTable.LITERAL);
    boolean edge = !line.network().equals("ipv4") && !line.network().equals("dual");
    return new RemoteHost(
        line.service(),
        Role.valueOf(line.role().toUpperCase(Locale.ROOT)),
        named ? name : null,
        aliases(line.network(), name),
        edge ? edgeAddresses(line.network()) : ownAddresses(line, named),
        Protocol.valueOf(line.protocol().toUpperCase(Locale.ROOT)),
        line.port(),
        edge,
        dice.between(8_000_000, 70_000_000));
  }

  private List<IpAddress> ownAddresses(ServiceTable.Line line, boolean named) {
    List<IpAddress> addresses = new ArrayList<>();
    int count = named ? 1 + dice.below(2) : 1;
    for (int i = 0; i < count; i++) {
      addresses.add(ipv4());
    }
    if (line.network().equals("dual")) {
      addresses.add(ipv6(line.service()));
    }
    return addresses;
  }

  private List<IpAddress> edgeAddresses(String network) {
    List<IpAddress> addresses = edges.get(network);
    if (addresses == null) {
      addresses = new ArrayList<>();
      for (int i = 0; i < EDGE_ADDRESSES; i++) {
        addresses.add(ipv4());
      }
      for (int i = 0; i < EDGE_ADDRESSES; i++) {
        addresses.add(ipv6(network));
      }
      edges.put(network, addresses);
    }
    return addresses;
  }

  private List<String> aliases(String network, String name) {
    return switch (network) {
      case "akamai" ->
          List.of(name + ".edgekey.net", "e" + dice.between(1000, 9999) + ".dscb.akamaiedge.net");
      case "fastly" -> List.of(alias(name) + ".map.fastly.net");
      case "cloudfront" -> List.of("d" + dice.letters(13) + ".cloudfront.net");
      case "cloudflare" -> List.of(name + ".cdn.cloudflare.net");
      default -> List.of();
    };
  }

  private static String alias(String name) {
    return name.substring(name.indexOf('.') + 1).replace('.', '-');
  }

  private IpAddress ipv4() {
    IpAddress range = IpAddress.parse(IPV4_RANGES.get(ipv4Used / IPV4_PER_RANGE));
    int host = 1 + ipv4Used % IPV4_PER_RANGE;
    ipv4Used++;
    return IpAddress.ofIpv4((int) range.low() | host);
  }

  /** The next address of a network: each has a /48 of its own. */
  private IpAddress ipv6(String network) {
    @Nullable Integer known = networks.get(network);
    int number = known == null ? networks.size() : known;
    networks.put(network, number);
    return new IpAddress(IPV6_RANGE + ((long) number << 16), dice.between(0x100, 0xffff_ffffL));
  }
}
