package org.ikisaki.flow;

import java.util.concurrent.TimeUnit;
import org.ikisaki.wire.Packet;
import org.jspecify.annotations.Nullable;

/**
 * The ports of packets whose first fragment was seen lately, for their later fragments, which have
 * none (RFC 791, RFC 8200 4.5). Confined to one capture thread.
 */
final class FragmentPorts {
  static final int CAPACITY = 4_096;
  private static final int BITS = 12;
  private static final long LIFETIME = TimeUnit.SECONDS.toNanos(30);

  private final FlowHash hash = new FlowHash();
  private final @Nullable Entry[] buckets = new Entry[CAPACITY];

  /** In the order of their packets: the oldest makes room. */
  private final @Nullable Entry[] ring = new Entry[CAPACITY];

  private int next;

  void remember(Packet first) {
    Entry entry = ring[next];
    if (entry == null) {
      entry = new Entry();
      ring[next] = entry;
    } else {
      unlink(entry);
    }
    next = (next + 1) % CAPACITY;
    entry.set(first);
    entry.bucket = bucket(first);
    entry.chained = buckets[entry.bucket];
    buckets[entry.bucket] = entry;
  }

  /** Source and destination port in one word, as far as they are known; 0 otherwise. */
  int find(Packet later) {
    long now = later.frame().timestamp();
    Entry entry = buckets[bucket(later)];
    while (entry != null) {
      if (entry.key.matches(later)) {
        return now - entry.seen <= LIFETIME ? entry.ports : 0;
      }
      entry = entry.chained;
    }
    return 0;
  }

  private void unlink(Entry entry) {
    Entry before = buckets[entry.bucket];
    if (before == entry) {
      buckets[entry.bucket] = entry.chained;
      return;
    }
    while (before != null && before.chained != entry) {
      before = before.chained;
    }
    if (before != null) {
      before.chained = entry.chained;
    }
  }

  private int bucket(Packet packet) {
    return hash.of(
        packet.sourceHigh(),
        packet.sourceLow(),
        packet.destinationHigh(),
        packet.destinationLow(),
        packet.fragmentId(),
        packet.protocol(),
        BITS);
  }

  private static final class Entry {
    private final FragmentKey key = new FragmentKey();
    private int ports;
    private long seen;
    private int bucket;
    private @Nullable Entry chained;

    void set(Packet packet) {
      key.set(packet);
      ports = packet.sourcePort() << 16 | packet.destinationPort();
      seen = packet.frame().timestamp();
    }
  }
}
