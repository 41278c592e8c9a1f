package org.ikisaki.naming;

import org.ikisaki.wire.Packet;

/**
 * One direction of a flow, or the fragments of one packet. Mutable, so that one instance can look
 * up every packet; what a table keeps is a {@link #copy}. Confined to one capture thread.
 */
final class StreamKey {
  private long sourceHigh;
  private long sourceLow;
  private long destinationHigh;
  private long destinationLow;
  private int ports;
  private int protocol;

  StreamKey of(Packet packet) {
    sourceHigh = packet.sourceHigh();
    sourceLow = packet.sourceLow();
    destinationHigh = packet.destinationHigh();
    destinationLow = packet.destinationLow();
    ports = packet.sourcePort() << 16 | packet.destinationPort();
    protocol = packet.protocol();
    return this;
  }

  /** The packet that a fragment is of. */
  StreamKey ofFragment(Packet packet) {
    of(packet);
    ports = packet.fragmentId();
    return this;
  }

  /** The other direction of the packet's flow. */
  StreamKey ofReverse(Packet packet) {
    sourceHigh = packet.destinationHigh();
    sourceLow = packet.destinationLow();
    destinationHigh = packet.sourceHigh();
    destinationLow = packet.sourceLow();
    ports = packet.destinationPort() << 16 | packet.sourcePort();
    protocol = packet.protocol();
    return this;
  }

  StreamKey copy() {
    StreamKey copy = new StreamKey();
    copy.sourceHigh = sourceHigh;
    copy.sourceLow = sourceLow;
    copy.destinationHigh = destinationHigh;
    copy.destinationLow = destinationLow;
    copy.ports = ports;
    copy.protocol = protocol;
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StreamKey that
        && sourceLow == that.sourceLow
        && destinationLow == that.destinationLow
        && ports == that.ports
        && sourceHigh == that.sourceHigh
        && destinationHigh == that.destinationHigh
        && protocol == that.protocol;
  }

  @Override
  public int hashCode() {
    long h = sourceHigh * 31 + sourceLow;
    h = h * 31 + destinationHigh;
    h = h * 31 + destinationLow;
    h = (h * 31 + ports) * 31 + protocol;
    h *= 0x9e37_79b9_7f4a_7c15L;
    return (int) (h >>> 32);
  }
}
