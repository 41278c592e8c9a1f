package org.ikisaki.capture;

import java.util.SplittableRandom;
import org.ikisaki.wire.BigEndian;
import org.ikisaki.wire.Packet;

/**
 * Tells packets that a mirror sent twice. Confined to the capture thread.
 *
 * <p>A packet is a repeat if one came within five milliseconds of it that has the same IP bytes, as
 * many as {@link #COMPARED}, whatever link headers and VLAN tags are around them; and whatever the
 * time to live, so that a packet counts once that passes the mirror before and after the router.
 *
 * <p>Two packets that were really sent can be alike: a host that numbers neither its IPv4 packets
 * nor has anything new to say repeats a bare acknowledgement. Within five milliseconds those count
 * once. Retransmissions come later: TCP waits for an acknowledgement or for ten milliseconds at the
 * least (RFC 8985, 7.2), DNS for a second.
 */
public final class Duplicates {
  static final long WINDOW_NANOS = 5_000_000;

  /** Packets that are remembered: five milliseconds at 1.6 million a second. */
  static final int REMEMBERED = 8192;

  /**
   * Bytes that are compared: addresses, ports, numbers, checksums and some payload. No more, so
   * that copies of which a tag or label left less room in the snapshot are still found alike.
   */
  private static final int COMPARED = 80;

  private static final int WORDS = COMPARED / Long.BYTES;

  /** Of the second word: time to live, protocol, checksum, source. */
  private static final long WITHOUT_TTL_AND_CHECKSUM = 0x00ff_0000_ffff_ffffL;

  /** Of the first word: version, traffic class, flow label, length, next header, hop limit. */
  private static final long WITHOUT_HOP_LIMIT = ~0xffL;

  private static final int BUCKET_BITS = 13;
  private static final long HALF = 0xffff_ffffL;

  /**
   * Secret, so that nobody can make packets that seem alike; what is found doesn't depend on it.
   */
  private final long[] keys = new SplittableRandom().longs(2 * WORDS + 1).toArray();

  /** What is remembered of packets, each at its number modulo {@link #REMEMBERED}. */
  private final long[] hashes = new long[REMEMBERED];

  private final long[] times = new long[REMEMBERED];

  /** The number of the newest packet of each bucket, and of the one before each in its bucket. */
  private final long[] newest = new long[1 << BUCKET_BITS];

  private final long[] before = new long[REMEMBERED];

  /** The next packet's; 0 is that of no packet, and too old to be remembered. */
  private long number = REMEMBERED + 1;

  /** Whether an IP packet, seen at {@code time} in nanoseconds, was seen just before. */
  public boolean isRepeat(Packet packet, long time) {
    long hash = hash(packet);
    int bucket = (int) (hash >>> (Long.SIZE - BUCKET_BITS));
    for (long n = newest[bucket]; n >= number - REMEMBERED; n = before[slot(n)]) {
      if (hashes[slot(n)] == hash) {
        if (Math.abs(time - times[slot(n)]) <= WINDOW_NANOS) {
          return true;
        }
        break;
      }
    }
    int slot = slot(number);
    hashes[slot] = hash;
    times[slot] = time;
    before[slot] = newest[bucket];
    newest[bucket] = number;
    number++;
    return false;
  }

  /**
   * Multilinear-HM of Lemire and Kaser ("Strongly universal string hashing is fast", 2014), all of
   * whose 64 bits are compared.
   */
  private long hash(Packet packet) {
    byte[] bytes = packet.bytes();
    int start = packet.networkOffset();
    int captured = packet.frame().offset() + packet.frame().capturedLength() - start;
    int length = (int) Math.min(Math.min(captured, COMPARED), packet.ipBytes());
    long sum = keys[0] + packet.ipBytes();
    for (int i = 0; i * Long.BYTES < length; i++) {
      long word = word(bytes, start + i * Long.BYTES, length - i * Long.BYTES);
      if (packet.ipVersion() == 4) {
        word &= i == 1 ? WITHOUT_TTL_AND_CHECKSUM : -1;
      } else {
        word &= i == 0 ? WITHOUT_HOP_LIMIT : -1;
      }
      sum += (keys[2 * i + 1] + (word >>> 32)) * (keys[2 * i + 2] + (word & HALF));
    }
    return sum;
  }

  /** Eight bytes, or the {@code length} that are left and zeros. */
  private static long word(byte[] bytes, int at, int length) {
    if (length >= Long.BYTES) {
      return BigEndian.i64(bytes, at);
    }
    long word = 0;
    for (int i = 0; i < length; i++) {
      word |= (bytes[at + i] & 0xffL) << (56 - 8 * i);
    }
    return word;
  }

  private static int slot(long number) {
    return (int) (number % REMEMBERED);
  }
}
