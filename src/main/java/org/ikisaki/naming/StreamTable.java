package org.ikisaki.naming;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.ikisaki.wire.Packet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the beginnings of streams: bounded, and each for five seconds of packet time.
 * Confined to one capture thread.
 *
 * @param <S> what is kept of a stream
 */
final class StreamTable<S> {
  private static final int CAPACITY = 4_096;
  private static final long LIFETIME = 5_000_000_000L;

  private final StreamKey probe = new StreamKey();

  /** Oldest first: the next to go is always the first. */
  private final Map<StreamKey, Entry<S>> entries = new LinkedHashMap<>();

  private final BiFunction<StreamKey, Packet, StreamKey> keyOf;
  private final Consumer<S> onRemoval;
  private long dropped;

  /**
   * @param onRemoval gives back what a stream holds
   */
  StreamTable(Consumer<S> onRemoval) {
    this(StreamKey::of, onRemoval);
  }

  /**
   * @param keyOf sets the key that it is given to what a packet belongs to
   * @param onRemoval gives back what a stream holds
   */
  StreamTable(BiFunction<StreamKey, Packet, StreamKey> keyOf, Consumer<S> onRemoval) {
    this.keyOf = keyOf;
    this.onRemoval = onRemoval;
  }

  /** Allocates nothing. */
  boolean contains(Packet packet) {
    return !entries.isEmpty() && entries.containsKey(keyOf.apply(probe, packet));
  }

  @Nullable S get(Packet packet) {
    Entry<S> entry = entries.get(keyOf.apply(probe, packet));
    if (entry != null && isDue(entry, packet.frame().timestamp())) {
      remove(packet);
      dropped++;
      return null;
    }
    return value(entry);
  }

  /** What is kept of the other direction of the packet's flow. */
  @Nullable S getReverse(Packet packet) {
    return value(entries.get(probe.ofReverse(packet)));
  }

  /** Takes in the packet's stream; what was kept of it goes, and what is too old or too much. */
  void put(Packet packet, S stream) {
    put(keyOf.apply(probe, packet), packet.frame().timestamp(), stream);
  }

  /** The same for the other direction of the packet's flow. */
  void putReverse(Packet packet, S stream) {
    put(probe.ofReverse(packet), packet.frame().timestamp(), stream);
  }

  void remove(Packet packet) {
    remove(keyOf.apply(probe, packet));
  }

  /** Gives up the packet's stream, whether or not it was kept until now. */
  void drop(Packet packet) {
    remove(packet);
    dropped++;
  }

  /** Removes the oldest stream; false if there is none, or it is the one to keep. */
  boolean makeRoom(S keep) {
    if (entries.isEmpty() || entries.values().iterator().next().stream == keep) {
      return false;
    }
    removeEldest();
    return true;
  }

  /** Streams that ended unread: too old, too many, or given up. */
  long dropped() {
    return dropped;
  }

  private void put(StreamKey key, long now, S stream) {
    remove(key);
    while (!entries.isEmpty() && isEldestDue(now)) {
      removeEldest();
    }
    entries.put(key.copy(), new Entry<>(now, stream));
  }

  private void remove(StreamKey key) {
    Entry<S> removed = entries.remove(key);
    if (removed != null) {
      onRemoval.accept(removed.stream);
    }
  }

  private void removeEldest() {
    Iterator<Entry<S>> eldest = entries.values().iterator();
    onRemoval.accept(eldest.next().stream);
    eldest.remove();
    dropped++;
  }

  private boolean isEldestDue(long now) {
    return entries.size() >= CAPACITY || isDue(entries.values().iterator().next(), now);
  }

  private static boolean isDue(Entry<?> entry, long now) {
    return now - entry.since > LIFETIME;
  }

  private static <S> @Nullable S value(@Nullable Entry<S> entry) {
    return entry == null ? null : entry.stream;
  }

  private record Entry<S>(long since, S stream) {}
}
