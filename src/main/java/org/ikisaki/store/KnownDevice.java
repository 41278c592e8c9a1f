package org.ikisaki.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ikisaki.device.Clue;
import org.ikisaki.device.Evidence;
import org.ikisaki.device.Given;
import org.ikisaki.naming.ClueKind;
import org.jspecify.annotations.Nullable;

/** Gathers what is known of a device and of those joined to it. Confined to one query. */
final class KnownDevice {
  private final String key;
  private final List<String> keys = new ArrayList<>();
  private final Map<Said, Clue> clues = new LinkedHashMap<>();
  private final Set<String> addresses = new LinkedHashSet<>();

  /** Addresses that no other had later. */
  private final Set<String> owned = new LinkedHashSet<>();

  private long firstSeen = Long.MAX_VALUE;
  private long lastSeen;

  KnownDevice(String key) {
    this.key = key;
  }

  boolean isKnownBy(String otherKey) {
    return key.equals(otherKey);
  }

  /** It was there by the name of this key, its own or that of one joined to it. */
  void seen(String byKey, long first, long last) {
    keys.add(byKey);
    firstSeen = Math.min(firstSeen, first);
    lastSeen = Math.max(lastSeen, last);
  }

  /**
   * Something was said of it.
   *
   * @param isOwn not of one joined to it
   */
  void say(ClueKind kind, String value, boolean isOwn, long first, long last) {
    clues.merge(
        new Said(kind, value),
        new Clue(kind, value, isOwn, first, last),
        (a, b) ->
            new Clue(
                kind,
                value,
                a.isOwn() || b.isOwn(),
                Math.min(a.firstSeen(), b.firstSeen()),
                Math.max(a.lastSeen(), b.lastSeen())));
  }

  void has(String address, boolean isOwner) {
    addresses.add(address);
    if (isOwner) {
      owned.add(address);
    }
  }

  Evidence evidence(GivenBy given) {
    return new Evidence(
        key,
        List.copyOf(addresses),
        List.copyOf(clues.values()),
        given(given.configuration),
        given(given.command),
        firstSeen,
        lastSeen);
  }

  /** By its own key, by that of one joined to it, or by an address that it has. */
  private @Nullable Given given(Map<String, Given> all) {
    Given own = all.get(key);
    if (own != null || all.isEmpty()) {
      return own;
    }
    List<String> others = new ArrayList<>(keys);
    others.addAll(owned);
    return others.stream().filter(all::containsKey).map(all::get).findFirst().orElse(null);
  }

  /** What the user said, by the key that it was said of. */
  record GivenBy(Map<String, Given> configuration, Map<String, Given> command) {}

  private record Said(ClueKind kind, String value) {}
}
