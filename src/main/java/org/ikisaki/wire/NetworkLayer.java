package org.ikisaki.wire;

import org.jspecify.annotations.Nullable;

/**
 * What IPv4 and IPv6 say alike of a packet; {@link Ipv4Header} and {@link Ipv6Header} fill it in.
 * Confined to the thread of its {@link Packet}.
 */
final class NetworkLayer {
  int version;
  long sourceHigh;
  long sourceLow;
  long destinationHigh;
  long destinationLow;
  int protocol;

  /** Bytes of the whole packet, header included. */
  long length;

  /** Absolute index of the transport header, perhaps behind what was captured. */
  int transportOffset;

  /** Whether the walk came to the transport header, or ended before it. */
  boolean transportReached;

  /** Absolute index behind the packet's last captured byte: padding lies beyond. */
  int end;

  /** Absolute index behind the packet's last byte on the wire, captured or not. */
  long wireEnd;

  boolean firstFragment;
  boolean laterFragment;
  int fragmentId;

  /**
   * Decodes the header at {@code offset}.
   *
   * @param end absolute index behind the last captured byte
   * @param wireLength bytes on the wire from {@code offset}, for headers that don't say
   * @return null if it is valid, or the verdict that ends the walk
   */
  @Nullable Verdict wrap(byte[] bytes, int version, int offset, int end, long wireLength) {
    this.version = version;
    return version == 4
        ? Ipv4Header.decode(bytes, offset, end, wireLength, this)
        : Ipv6Header.decode(bytes, offset, end, wireLength, this);
  }

  void setLength(int offset, int capturedEnd, long length) {
    this.length = length;
    wireEnd = offset + length;
    end = (int) Math.min(capturedEnd, wireEnd);
  }
}
