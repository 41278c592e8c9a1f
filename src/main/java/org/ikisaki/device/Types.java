package org.ikisaki.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ikisaki.naming.Role;
import org.jspecify.annotations.Nullable;

/** Guesses what devices are from what they announce. Immutable. */
public final class Types {
  private final List<Sign> signs;
  private final Vendors vendors;

  private Types(List<Sign> signs, Vendors vendors) {
    this.signs = signs;
    this.vendors = vendors;
  }

  /** By the signs that are built in. */
  public static Types load(Vendors vendors) {
    return new Types(Sign.load(), vendors);
  }

  /**
   * What a device is taken for.
   *
   * @param type in the user's word, or such as {@code phone}
   * @param reason in words
   */
  public record Guess(String type, String reason) {}

  /** What the user said it is, or what its weightiest sign says; empty if there is none. */
  public Optional<Guess> of(Evidence device) {
    String given = device.givenType();
    if (given != null) {
      return Optional.of(new Guess(given, "you said so"));
    }
    List<Seen> seen = seen(device);
    return signs.stream()
        .flatMap(sign -> seen.stream().filter(one -> one.meets(sign)).map(one -> one.as(sign)))
        .findFirst();
  }

  private List<Seen> seen(Evidence device) {
    List<Seen> all = new ArrayList<>();
    for (Clue clue : device.clues()) {
      String reason = reason(clue);
      all.add(new Seen(clue.kind().label(), clue.value(), reason));
      if (clue.kind().isHostName()) {
        all.add(new Seen(Sign.NAME, clue.value(), reason));
      }
    }
    @Nullable String vendor = device.hasMac() ? vendors.of(device.mac()) : null;
    if (vendor != null) {
      all.add(new Seen(Sign.VENDOR, vendor, "its network interface is by " + vendor));
    }
    return all;
  }

  private static String reason(Clue clue) {
    String value = clue.value();
    return switch (clue.kind()) {
      case MDNS_SERVICE -> "it offers " + value + " by multicast DNS";
      case MDNS_MODEL -> "its model is " + value;
      case SSDP_TYPE -> "it announces " + value + " by SSDP";
      case SSDP_SERVER, SSDP_AGENT -> "it calls itself " + value + " in SSDP";
      case DHCP_VENDOR -> "its DHCP client calls itself " + value;
      case DHCP_PARAMETERS -> "it asks DHCP for what such devices ask: " + value;
      case ROLE -> Role.of(value).map(Types::reason).orElse(value);
      default -> "its name in " + clue.kind().label() + " is " + value;
    };
  }

  private static String reason(Role role) {
    return switch (role) {
      case FORWARDS -> "packets come home through it from elsewhere";
      case ADVERTISES -> "it announces itself as an IPv6 router";
      case GATEWAY -> "DHCP tells devices to use it as their router";
      case DHCP_SERVER -> "it leases addresses by DHCP";
      case DNS_SERVER -> "it answers DNS queries";
      case MONITOR -> "it is this computer";
    };
  }

  /** Something known of a device that may be a sign. */
  private record Seen(String kind, String value, String reason) {
    boolean meets(Sign sign) {
      return sign.isMetBy(kind, value);
    }

    Guess as(Sign sign) {
      return new Guess(sign.type(), reason);
    }
  }
}
