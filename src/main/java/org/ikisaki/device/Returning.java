package org.ikisaki.device;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ikisaki.naming.ClueKind;

/**
 * Finds out as whom a device with a made-up MAC address was known before. Only a suggestion: a name
 * is easily taken, and many telephones have the same.
 */
public final class Returning {
  /** Who was heard under both MAC addresses for longer than this is not one device. */
  private static final long OVERLAP_SECONDS = 600;

  private Returning() {}

  /**
   * Who it looks like.
   *
   * @param other the earlier device
   * @param reason in words
   */
  public record Suggestion(Evidence other, String reason) {}

  /** The latest of the devices that had its name until it came, if there is one. */
  public static Optional<Suggestion> find(Evidence device, List<Evidence> all) {
    if (!device.isRandomised()) {
      return Optional.empty();
    }
    Set<String> names = names(device);
    return all.stream()
        .filter(other -> isEarlier(other, device))
        .filter(other -> names(other).stream().anyMatch(names::contains))
        .max(Comparator.comparingLong(Evidence::lastSeen).thenComparing(Evidence::key))
        .map(other -> new Suggestion(other, reason(device, other)));
  }

  private static boolean isEarlier(Evidence other, Evidence device) {
    return other.hasMac()
        && !other.key().equals(device.key())
        && other.firstSeen() < device.firstSeen()
        && other.lastSeen() <= device.firstSeen() + OVERLAP_SECONDS;
  }

  private static String reason(Evidence device, Evidence other) {
    Set<String> common = names(device);
    common.retainAll(names(other));
    Set<String> asked = values(device, ClueKind.DHCP_PARAMETERS);
    asked.retainAll(values(other, ClueKind.DHCP_PARAMETERS));
    return "both call themselves "
        + common.stream().sorted().collect(Collectors.joining(", "))
        + (asked.isEmpty() ? "" : ", and ask DHCP for the same");
  }

  private static Set<String> names(Evidence device) {
    return device.clues().stream()
        .filter(clue -> clue.kind().isHostName())
        .flatMap(clue -> Optional.ofNullable(Title.readable(clue)).stream())
        .collect(Collectors.toSet());
  }

  private static Set<String> values(Evidence device, ClueKind kind) {
    return device.clues().stream()
        .filter(clue -> clue.kind() == kind)
        .map(Clue::value)
        .collect(Collectors.toSet());
  }
}
