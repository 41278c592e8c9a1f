package org.ikisaki.device;

import java.util.ArrayList;
import java.util.List;
import org.ikisaki.naming.ClueKind;
import org.jspecify.annotations.Nullable;

/** Makes up what is known of a device. */
final class Devices {
  static final long DAY = 86_400;

  private final String key;
  private final List<Clue> clues = new ArrayList<>();
  private @Nullable Given configured;
  private @Nullable Given told;
  private long first = 1_000_000;
  private long last = 1_000_000 + DAY;

  private Devices(String key) {
    this.key = key;
  }

  static Devices device(String key) {
    return new Devices(key);
  }

  Devices seen(long from, long to) {
    first = from;
    last = to;
    return this;
  }

  Devices says(ClueKind kind, String value) {
    return says(kind, value, first, last);
  }

  Devices says(ClueKind kind, String value, long from, long to) {
    clues.add(new Clue(kind, value, true, from, to));
    return this;
  }

  Devices configured(String name) {
    configured = new Given(key, name, null, null, null);
    return this;
  }

  Devices told(@Nullable String name, @Nullable String type) {
    told = new Given(key, name, null, type, null);
    return this;
  }

  Evidence evidence() {
    return new Evidence(key, List.of(), clues, configured, told, first, last);
  }
}
