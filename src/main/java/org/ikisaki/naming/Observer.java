package org.ikisaki.naming;

import java.nio.ByteBuffer;
import java.util.List;
import org.ikisaki.wire.IpProtocol;
import org.ikisaki.wire.Packet;
import org.jspecify.annotations.Nullable;

/** Reads names off the packets of one source. Confined to its capture thread. */
public final class Observer {
  /** What all streams that are being put together may take. */
  private static final int MEMORY = 8 << 20;

  private static final int DNS_HEADER = 12;

  private final EchPublicNames publicNames = new EchPublicNames();
  private final DnsObserver dns = new DnsObserver(publicNames);
  private final DnsStreams dnsStreams;
  private final TcpObserver tcp;
  private final QuicObserver quic;
  private final DtlsObserver dtls;

  public Observer() {
    Memory memory = new Memory(MEMORY);
    dnsStreams = new DnsStreams(memory, dns);
    tcp = new TcpObserver(memory, publicNames);
    quic = new QuicObserver(memory, publicNames);
    dtls = new DtlsObserver(memory);
  }

  /** Whether {@link #inspect} could learn anything from {@code packet}; allocates nothing. */
  public boolean wants(Packet packet) {
    return switch (packet.protocol()) {
      case IpProtocol.TCP -> isDns(packet) ? DnsStreams.wants(packet) : tcp.wants(packet);
      case IpProtocol.UDP -> wantsDatagram(packet);
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
    return switch (packet.protocol()) {
      case IpProtocol.TCP -> inspectSegment(packet, client);
      case IpProtocol.UDP -> inspectDatagram(packet, client);
      default -> null;
    };
  }

  /** The DNS answers seen since the last call, in order. */
  public List<DnsAnswer> drainAnswers() {
    return dns.drain();
  }

  private static boolean isDns(Packet packet) {
    return packet.sourcePort() == DnsObserver.PORT || packet.destinationPort() == DnsObserver.PORT;
  }

  private @Nullable Name inspectSegment(Packet packet, String client) {
    if (!isDns(packet)) {
      return tcp.inspect(packet);
    }
    dnsStreams.inspect(packet, client);
    return null;
  }

  private static boolean wantsDatagram(Packet packet) {
    ByteBuffer buffer = packet.buffer();
    int offset = packet.payloadOffset();
    int length = packet.payloadLength();
    return length >= DNS_HEADER
        && (isDns(packet)
            || QuicObserver.wants(buffer, offset, length)
            || DtlsObserver.wants(buffer, offset, length));
  }

  private @Nullable Name inspectDatagram(Packet packet, String client) {
    ByteBuffer buffer = packet.buffer();
    int offset = packet.payloadOffset();
    int length = packet.payloadLength();
    if (isDns(packet)) {
      dns.inspect(packet, client, buffer, offset, length, "udp");
      return null;
    }
    return DtlsObserver.wants(buffer, offset, length) ? dtls.inspect(packet) : quic.inspect(packet);
  }
}
