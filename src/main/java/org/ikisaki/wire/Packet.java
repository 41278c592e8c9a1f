package org.ikisaki.wire;

import java.nio.ByteBuffer;

/**
 * The outermost IP packet of a frame: a reusable view, so that decoding allocates nothing.
 *
 * <p>If {@link #wrap} returned a verdict for which {@link Verdict#isIp()} holds, every accessor is
 * valid; after {@link Verdict#NOT_IP} those of the link layer are. Confined to one capture thread.
 */
public final class Packet {
  private final LinkLayer link = new LinkLayer();
  private final NetworkLayer network = new NetworkLayer();
  private final TransportLayer transport = new TransportLayer();
  private Frame frame = new Frame();

  /** Decodes {@code frame}, which must stay as it is while this view is read. */
  public Verdict wrap(Frame frame) {
    this.frame = frame;
    Verdict notIp = link.wrap(frame);
    if (notIp != null) {
      return notIp;
    }
    byte[] bytes = frame.bytes();
    int offset = link.networkOffset();
    int end = frame.offset() + frame.capturedLength();
    long wireLength = frame.originalLength() - (offset - frame.offset());
    Verdict badHeader = network.wrap(bytes, link.ipVersion(), offset, end, wireLength);
    return badHeader != null ? badHeader : transport.wrap(bytes, network);
  }

  public Frame frame() {
    return frame;
  }

  /** Source MAC address, or {@link MacAddress#NONE}. */
  public long sourceMac() {
    return link.sourceMac();
  }

  /** Destination MAC address, or {@link MacAddress#NONE} (Linux cooked captures have none). */
  public long destinationMac() {
    return link.destinationMac();
  }

  /** EtherType of the innermost link header, 0 where the link type has none. */
  public int etherType() {
    return link.etherType();
  }

  /** Absolute index in {@link #buffer()} of the network header (ARP's too), valid after NOT_IP. */
  public int networkOffset() {
    return link.networkOffset();
  }

  /** 4 or 6. */
  public int ipVersion() {
    return network.version;
  }

  public long sourceHigh() {
    return network.sourceHigh;
  }

  public long sourceLow() {
    return network.sourceLow;
  }

  public long destinationHigh() {
    return network.destinationHigh;
  }

  public long destinationLow() {
    return network.destinationLow;
  }

  /** IP protocol number, after IPv6 extension headers (IANA protocol-numbers). */
  public int protocol() {
    return network.protocol;
  }

  /** Bytes of the packet with its IP header, by its own length field or, under TSO, the wire's. */
  public long ipBytes() {
    return network.length;
  }

  /** 0 if there is none, or it was not reached. */
  public int sourcePort() {
    return transport.sourcePort();
  }

  public int destinationPort() {
    return transport.destinationPort();
  }

  /** Whether this is a fragment other than the first: it has no ports of its own. */
  public boolean isLaterFragment() {
    return network.laterFragment;
  }

  /** Whether this is the first of several fragments. */
  public boolean isFirstFragment() {
    return network.firstFragment;
  }

  /** The IP identification of a fragment (RFC 791, RFC 8200 4.5). */
  public int fragmentId() {
    return network.fragmentId;
  }

  /** TCP flags (RFC 9293), 0 for anything but TCP. */
  public int tcpFlags() {
    return transport.tcpFlags();
  }

  /** TCP sequence number, unsigned. */
  public int tcpSequence() {
    return transport.tcpSequence();
  }

  /** TCP acknowledgment number, unsigned. */
  public int tcpAcknowledgment() {
    return transport.tcpAcknowledgment();
  }

  /** Bytes of a TCP segment's payload on the wire, captured or not; 0 for anything but TCP. */
  public int tcpPayloadBytes() {
    return transport.tcpPayloadBytes();
  }

  public ByteBuffer buffer() {
    return frame.buffer();
  }

  /** The array behind {@link #buffer()}, of the same indices. */
  public byte[] bytes() {
    return frame.bytes();
  }

  /** Absolute index in {@link #buffer()} of the first byte after the transport header. */
  public int payloadOffset() {
    return transport.payloadOffset();
  }

  /** Captured bytes of the payload, without link-layer padding; 0 if there are none. */
  public int payloadLength() {
    return transport.payloadLength();
  }
}
