package org.ikisaki.geo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.config.Node;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.Prefix;

/**
 * The networks whose place the user knows: the longest that an address lies in counts, and no
 * database overrides what is said of it. Immutable.
 */
public final class OwnNetworks {
  static final OwnNetworks NONE = new OwnNetworks(Map.of());

  private static final long MAX_AS = 0xffff_ffffL;

  /** Longest first: a look-up asks once a length that is in use. */
  private final List<Length> lengths;

  private OwnNetworks(Map<Prefix, Place> networks) {
    Map<Integer, Map<IpAddress, Place>> byLength = new HashMap<>();
    networks.forEach(
        (prefix, place) ->
            byLength
                .computeIfAbsent(bits(prefix), bits -> new HashMap<>())
                .put(prefix.network(), place));
    lengths =
        byLength.entrySet().stream()
            .sorted(Map.Entry.<Integer, Map<IpAddress, Place>>comparingByKey().reversed())
            .map(entry -> new Length(entry.getKey(), entry.getValue()))
            .toList();
  }

  /** Reads a list of networks, each with at least one of asn, organisation and country. */
  static OwnNetworks from(Node node) {
    Map<Prefix, Place> networks = new HashMap<>();
    for (Node element : node.elements()) {
      element.allowOnly("network", "asn", "organisation", "country");
      Place place =
          new Place(
              (int) element.get("asn").integer(0, 0, MAX_AS),
              element.get("organisation").string(""),
              country(element.get("country")));
      for (Prefix prefix : prefixes(element.get("network"))) {
        if (place.equals(Place.UNKNOWN)) {
          element.problem("say something of " + prefix + ": asn, organisation or country");
        } else if (networks.put(prefix, place) != null) {
          element.problem(prefix + " is here twice; leave one of them out");
        }
      }
    }
    return networks.isEmpty() ? NONE : new OwnNetworks(networks);
  }

  /** What the user said; {@link Place#UNKNOWN} of any other address. */
  Place lookup(IpAddress address) {
    for (Length length : lengths) {
      // An IPv4 network's bits are counted as those of its mapped prefix.
      int bits = address.isIpv4() ? length.bits - 96 : length.bits;
      Place place = bits < 0 ? null : length.places.get(address.network(bits));
      if (place != null) {
        return place;
      }
    }
    return Place.UNKNOWN;
  }

  boolean isEmpty() {
    return lengths.isEmpty();
  }

  private static List<Prefix> prefixes(Node node) {
    List<Prefix> prefixes = new ArrayList<>();
    if (!node.isPresent()) {
      node.problem("network is missing; write one such as 192.0.2.0/24");
    }
    for (String text : node.strings()) {
      try {
        prefixes.add(Prefix.parse(text));
      } catch (IllegalArgumentException e) {
        node.problem("'" + text + "' is no network; write one such as 192.0.2.0/24");
      }
    }
    return prefixes;
  }

  private static String country(Node node) {
    String code = RecordMapper.code(node.stringOrNull());
    if (node.isPresent() && code.equals(Place.UNKNOWN.country())) {
      node.problem("country is a code of two letters such as JP");
    }
    return code;
  }

  private static int bits(Prefix prefix) {
    return prefix.network().isIpv4() ? prefix.length() + 96 : prefix.length();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OwnNetworks that && lengths.equals(that.lengths);
  }

  @Override
  public int hashCode() {
    return lengths.hashCode();
  }

  private record Length(int bits, Map<IpAddress, Place> places) {}
}
