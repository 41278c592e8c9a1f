package org.ikisaki.naming;

import java.nio.ByteBuffer;
import org.ikisaki.wire.Fragment;
import org.ikisaki.wire.Packet;

/**
 * Puts DNS datagrams together that IP sent in fragments, the first of them first: only that one
 * tells that they are DNS. Confined to one capture thread.
 */
final class DnsFragments {
  private static final int UDP_HEADER = 8;
  private static final int UDP_LENGTH = 4;

  private final Memory memory;
  private final DnsObserver dns;
  private final StreamTable<Datagram> datagrams =
      new StreamTable<>(StreamKey::ofFragment, Datagram::release);

  DnsFragments(Memory memory, DnsObserver dns) {
    this.memory = memory;
    this.dns = dns;
  }

  /** Whether a fragment other than the first belongs to a datagram being put together. */
  boolean wantsLater(Packet packet) {
    return datagrams.contains(packet);
  }

  /** Takes the first fragment of a DNS datagram. */
  void begin(Packet packet, String client) {
    int udpHeader = packet.payloadOffset() - UDP_HEADER;
    int length = (packet.buffer().getShort(udpHeader + UDP_LENGTH) & 0xffff) - UDP_HEADER;
    Ports ports = new Ports(packet.sourcePort(), packet.destinationPort());
    Datagram datagram = new Datagram(client, ports, length, new Assembly(memory));
    datagrams.put(packet, datagram);
    add(packet, datagram, 0);
  }

  /** Takes any other. */
  void add(Packet packet) {
    Datagram datagram = datagrams.get(packet);
    if (datagram != null) {
      add(packet, datagram, Fragment.offset(packet) - UDP_HEADER);
    }
  }

  /** Datagrams that ended unread: too old, or too many. */
  long dropped() {
    return datagrams.dropped();
  }

  private void add(Packet packet, Datagram datagram, int position) {
    Assembly assembly = datagram.assembly;
    ByteBuffer buffer = packet.buffer();
    while (!assembly.put(position, buffer, packet.payloadOffset(), packet.payloadLength())) {
      if (!datagrams.makeRoom(datagram)) {
        datagrams.remove(packet);
        return;
      }
    }
    if (assembly.contiguous() >= datagram.length) {
      dns.inspect(
          packet, datagram.ports, datagram.client, assembly.buffer(), 0, datagram.length, "udp");
      datagrams.remove(packet);
    }
  }

  private record Datagram(String client, Ports ports, int length, Assembly assembly) {
    void release() {
      assembly.release();
    }
  }
}
