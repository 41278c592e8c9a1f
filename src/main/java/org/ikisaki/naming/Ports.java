package org.ikisaki.naming;

import org.ikisaki.wire.Packet;

/** The ports of a datagram, which its later fragments don't have. */
record Ports(int source, int destination) {
  static Ports of(Packet packet) {
    return new Ports(packet.sourcePort(), packet.destinationPort());
  }
}
