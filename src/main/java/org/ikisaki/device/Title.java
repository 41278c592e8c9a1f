package org.ikisaki.device;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.ikisaki.naming.ClueKind;
import org.jspecify.annotations.Nullable;

/**
 * What one device is called, and on which evidence.
 *
 * @param source {@code configuration}, {@code command}, a clue's label, {@code vendor} or {@code
 *     address}
 */
public record Title(String name, String source) {
  /** The strongest first; those on one line weigh the same. */
  private static final List<List<ClueKind>> ORDER =
      List.of(
          List.of(ClueKind.DHCP, ClueKind.DHCP_FQDN, ClueKind.DHCPV6_FQDN),
          List.of(ClueKind.MDNS),
          List.of(ClueKind.MDNS_INSTANCE),
          List.of(ClueKind.NETBIOS, ClueKind.LLMNR),
          List.of(ClueKind.SSDP_SERVER));

  /**
   * For how long an older name stands against a newer one of the same weight, after it was last
   * heard: who calls itself something else every minute does not rename its history every minute.
   */
  private static final long STANDS_SECONDS = 86_400;

  /** What it is called by what is known of it alone; another device may be called the same. */
  public static Title of(Evidence device, Vendors vendors) {
    Given configured = device.configured();
    if (configured != null && configured.name() != null) {
      return new Title(configured.name(), "configuration");
    }
    Given told = device.told();
    if (told != null && told.name() != null) {
      return new Title(told.name(), "command");
    }
    return heard(device).orElseGet(() -> fallback(device, vendors));
  }

  /** Whether the user gave it, and so comes first. */
  boolean isGiven() {
    return source.equals("configuration") || source.equals("command");
  }

  /** What it calls itself; what one joined to it does only where it says nothing. */
  private static Optional<Title> heard(Evidence device) {
    return heard(device.clues().stream().filter(Clue::isOwn).toList())
        .or(() -> heard(device.clues()));
  }

  private static Optional<Title> heard(List<Clue> clues) {
    return ORDER.stream().flatMap(kinds -> Stream.ofNullable(best(clues, kinds))).findFirst();
  }

  private static @Nullable Title best(List<Clue> clues, List<ClueKind> kinds) {
    List<Clue> names =
        clues.stream()
            .filter(clue -> kinds.contains(clue.kind()) && readable(clue) != null)
            .toList();
    long newest = names.stream().mapToLong(Clue::lastSeen).max().orElse(0);
    return names.stream()
        .filter(clue -> clue.lastSeen() >= newest - STANDS_SECONDS)
        .min(Comparator.comparingLong(Clue::firstSeen).thenComparing(Clue::kind))
        .map(clue -> new Title(Objects.requireNonNull(readable(clue)), clue.kind().label()))
        .orElse(null);
  }

  /** The name in a clue, or null if it tells none. */
  static @Nullable String readable(Clue clue) {
    return switch (clue.kind()) {
      case DHCP_FQDN, DHCPV6_FQDN -> ReadableName.ofFirstLabel(clue.value());
      case SSDP_SERVER -> {
        String product = SsdpProduct.of(clue.value());
        yield product == null ? null : ReadableName.of(product);
      }
      default -> ReadableName.of(clue.value());
    };
  }

  private static Title fallback(Evidence device, Vendors vendors) {
    if (!device.hasMac()) {
      return new Title(device.key(), "address");
    }
    String end = device.key().substring(12);
    if (device.isRandomised()) {
      return new Title("private " + end, "address");
    }
    String vendor = vendors.of(device.mac());
    return vendor == null
        ? new Title("device " + end, "address")
        : new Title(VendorName.shorten(vendor) + " " + end, "vendor");
  }
}
