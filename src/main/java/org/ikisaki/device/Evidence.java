package org.ikisaki.device;

import java.util.List;
import java.util.regex.Pattern;
import org.ikisaki.naming.ClueKind;
import org.ikisaki.naming.Role;
import org.ikisaki.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a device.
 *
 * @param key its MAC address, or its IP address where that is all there is
 * @param addresses IP addresses, as text
 * @param configured what the configuration says of it
 * @param told what {@code devices name} was told of it
 * @param firstSeen seconds since 1970, as is {@code lastSeen}
 */
public record Evidence(
    String key,
    List<String> addresses,
    List<Clue> clues,
    @Nullable Given configured,
    @Nullable Given told,
    long firstSeen,
    long lastSeen) {
  private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");

  public Evidence {
    addresses = List.copyOf(addresses);
    clues = List.copyOf(clues);
  }

  /** Whether a key is a MAC address. */
  public static boolean isMac(String key) {
    return MAC.matcher(key).matches();
  }

  /** Its MAC address, or {@link MacAddress#NONE}. */
  public long mac() {
    return isMac(key) ? MacAddress.parse(key) : MacAddress.NONE;
  }

  public boolean hasMac() {
    return isMac(key);
  }

  /** Whether its MAC address was made up, and may be another one tomorrow. */
  public boolean isRandomised() {
    return hasMac() && MacAddress.isLocallyAdministered(mac());
  }

  public boolean has(Role role) {
    return clues.stream()
        .anyMatch(clue -> clue.kind() == ClueKind.ROLE && clue.value().equals(role.label()));
  }

  /** Of the user's words those of the configuration come first. */
  public @Nullable String owner() {
    return configured != null && configured.owner() != null
        ? configured.owner()
        : told == null ? null : told.owner();
  }

  /** See {@link #owner}. */
  public @Nullable String givenType() {
    return configured != null && configured.type() != null
        ? configured.type()
        : told == null ? null : told.type();
  }
}
