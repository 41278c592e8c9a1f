package org.ikisaki.naming;

import java.nio.ByteBuffer;
import org.ikisaki.wire.Fragment;
import org.ikisaki.wire.Packet;

/**
 * Puts DNS datagrams together that IP sent in fragments. Only the first fragment tells that they
 * are DNS: those that come before it are held for a while. Confined to one capture thread.
 */
final class DnsFragments {
  private static final int UDP_HEADER = 8;
  private static final int UDP_LENGTH = 4;

  private final Memory memory;
  private final DnsObserver dns;
  private final EarlyFragments early = new EarlyFragments();
  private final StreamTable<Datagram> datagrams =
      new StreamTable<>(StreamKey::ofFragment, Datagram::release);

  DnsFragments(Memory memory, DnsObserver dns) {
    this.memory = memory;
    this.dns = dns;
  }

  /** Takes the first fragment of a DNS datagram. */
  void begin(Packet packet, String client) {
    int udpHeader = packet.payloadOffset() - UDP_HEADER;
    int length = (packet.buffer().getShort(udpHeader + UDP_LENGTH) & 0xffff) - UDP_HEADER;
    Ports ports = new Ports(packet.sourcePort(), packet.destinationPort());
    Datagram datagram = new Datagram(client, ports, length, new Assembly(memory));
    datagrams.put(packet, datagram);
    add(packet, datagram, 0, packet.buffer(), packet.payloadOffset(), packet.payloadLength());
    early.release(
        packet,
        (fragmentOffset, buffer, index, held) -> {
          if (datagrams.contains(packet)) {
            add(packet, datagram, fragmentOffset - UDP_HEADER, buffer, index, held);
          }
        });
  }

  /** Takes any other. */
  void add(Packet packet) {
    Datagram datagram = datagrams.get(packet);
    if (datagram == null) {
      early.hold(packet);
    } else {
      int position = Fragment.offset(packet) - UDP_HEADER;
      add(
          packet,
          datagram,
          position,
          packet.buffer(),
          packet.payloadOffset(),
          packet.payloadLength());
    }
  }

  /** Datagrams that ended unread: too old, or too many. */
  long dropped() {
    return datagrams.dropped();
  }

  private void add(
      Packet packet, Datagram datagram, int position, ByteBuffer from, int index, int length) {
    Assembly assembly = datagram.assembly;
    while (!assembly.put(position, from, index, length)) {
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
