package org.ikisaki.naming;

import java.util.List;
import org.ikisaki.wire.Packet;
import org.ikisaki.wire.TlsClientHello;
import org.jspecify.annotations.Nullable;

/** Reads names off the packets of one source. Confined to its capture thread. */
public final class Observer {
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int DNS_HEADER = 12;
  private static final int TLS_RECORD_HEADER = 5;

  private final DnsObserver dns = new DnsObserver();
  private final TlsClientHello hello = new TlsClientHello();

  /** Whether {@link #inspect} could learn anything from {@code packet}; allocates nothing. */
  public boolean wants(Packet packet) {
    return switch (packet.protocol()) {
      case TCP -> isClientHello(packet);
      case UDP -> isDns(packet) && packet.payloadLength() >= DNS_HEADER;
      default -> false;
    };
  }

  /**
   * Looks into the payload of a packet with ports.
   *
   * @param client whose evidence an answer in it would be
   * @return the server name of the packet's own flow, if this packet revealed it
   */
  public @Nullable Name inspect(Packet packet, String client) {
    if (packet.protocol() == UDP && isDns(packet)) {
      dns.inspect(
          packet, client, packet.buffer(), packet.payloadOffset(), packet.payloadLength(), "udp");
      return null;
    }
    if (packet.protocol() != TCP || !isClientHello(packet)) {
      return null;
    }
    hello.read(
        packet.buffer(),
        packet.payloadOffset() + TLS_RECORD_HEADER,
        packet.payloadLength() - TLS_RECORD_HEADER);
    String host = hello.serverName();
    return host == null ? null : new Name(host, NameSource.SNI);
  }

  /** The DNS answers seen since the last call, in order. */
  public List<DnsAnswer> drainAnswers() {
    return dns.drain();
  }

  private static boolean isDns(Packet packet) {
    return packet.sourcePort() == DnsObserver.PORT || packet.destinationPort() == DnsObserver.PORT;
  }

  /** TLS record of version 3.x with a handshake that begins with a ClientHello. */
  private static boolean isClientHello(Packet packet) {
    int at = packet.payloadOffset();
    return packet.payloadLength() > TLS_RECORD_HEADER
        && packet.buffer().getShort(at) == 0x1603
        && packet.buffer().get(at + TLS_RECORD_HEADER) == 1;
  }
}
