package org.ikisaki.store;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was looked up before. When it is full it is emptied: the rows are still in the database.
 * Confined to its owner.
 */
final class BoundedCache<K, V> {
  private static final int CAPACITY = 10_000;

  private final Map<K, V> entries = new HashMap<>();

  @Nullable V get(K key) {
    return entries.get(key);
  }

  void put(K key, V value) {
    if (entries.size() >= CAPACITY) {
      entries.clear();
    }
    entries.put(key, value);
  }

  void remove(K key) {
    entries.remove(key);
  }

  void clear() {
    entries.clear();
  }
}
