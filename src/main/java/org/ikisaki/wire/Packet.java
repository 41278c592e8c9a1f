package org.ikisaki.wire;

import java.nio.ByteBuffer;

/**
 * The outermost IP packet of a frame: a reusable view, so that decoding allocates nothing.
 *
 * <p>If {@link #wrap} returned a verdict for which {@link Verdict#isIp()} holds, every accessor is
 * valid; after {@link Verdict#NOT_IP} those of the link layer are. Confined to one capture thread.
 */
public final class Packet {
  private Frame frame = new Frame();

  /** Decodes {@code frame}, which must stay as it is while this view is read. */
  public Verdict wrap(Frame frame) {
    this.frame = frame;
    throw new UnsupportedOperationException();
  }

  public Frame frame() {
    return frame;
  }

  /** Source MAC address, or {@link MacAddress#NONE}. */
  public long sourceMac() {
    throw new UnsupportedOperationException();
  }

  /** Destination MAC address, or {@link MacAddress#NONE} (Linux cooked captures have none). */
  public long destinationMac() {
    throw new UnsupportedOperationException();
  }

  /** EtherType of the innermost link header, 0 where the link type has none. */
  public int etherType() {
    throw new UnsupportedOperationException();
  }

  /** Absolute index in {@link #buffer()} of the network header (ARP's too), valid after NOT_IP. */
  public int networkOffset() {
    throw new UnsupportedOperationException();
  }

  /** 4 or 6. */
  public int ipVersion() {
    throw new UnsupportedOperationException();
  }

  public long sourceHigh() {
    throw new UnsupportedOperationException();
  }

  public long sourceLow() {
    throw new UnsupportedOperationException();
  }

  public long destinationHigh() {
    throw new UnsupportedOperationException();
  }

  public long destinationLow() {
    throw new UnsupportedOperationException();
  }

  /** IP protocol number, after IPv6 extension headers (IANA protocol-numbers). */
  public int protocol() {
    throw new UnsupportedOperationException();
  }

  /** Bytes of the packet with its IP header, by its own length field or, under TSO, the wire's. */
  public long ipBytes() {
    throw new UnsupportedOperationException();
  }

  /** 0 unless the verdict was PORTS. */
  public int sourcePort() {
    throw new UnsupportedOperationException();
  }

  public int destinationPort() {
    throw new UnsupportedOperationException();
  }

  /** Whether this is a fragment other than the first: it has no ports of its own. */
  public boolean isLaterFragment() {
    throw new UnsupportedOperationException();
  }

  /** Whether this is the first of several fragments. */
  public boolean isFirstFragment() {
    throw new UnsupportedOperationException();
  }

  /** The IP identification of a fragment (RFC 791, RFC 8200 4.5). */
  public int fragmentId() {
    throw new UnsupportedOperationException();
  }

  /** TCP flags (RFC 9293), 0 for anything but TCP. */
  public int tcpFlags() {
    throw new UnsupportedOperationException();
  }

  /** TCP sequence number, unsigned. */
  public int tcpSequence() {
    throw new UnsupportedOperationException();
  }

  public ByteBuffer buffer() {
    return frame.buffer();
  }

  /** Absolute index in {@link #buffer()} of the first byte after the transport header. */
  public int payloadOffset() {
    throw new UnsupportedOperationException();
  }

  /** Captured bytes of the payload, without link-layer padding; 0 if there are none. */
  public int payloadLength() {
    throw new UnsupportedOperationException();
  }
}
