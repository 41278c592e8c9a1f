package org.ikisaki.naming;

import java.util.List;
import org.ikisaki.wire.IpProtocol;
import org.ikisaki.wire.Packet;
import org.jspecify.annotations.Nullable;

/** Reads names off the packets of one source. Confined to its capture thread. */
public final class Observer {
  /** What all streams that are being put together may take. */
  private static final int MEMORY = 8 << 20;

  /** Nothing that holds a name is shorter. */
  private static final int SHORTEST_DATAGRAM = 12;

  private final EchPublicNames publicNames = new EchPublicNames();
  private final Claims claims = new Claims();
  private final DnsObserver dns = new DnsObserver(publicNames, claims);
  private final DeviceClues deviceClues = new DeviceClues();
  private final DnsStreams dnsStreams;
  private final DnsFragments dnsFragments;
  private final TcpObserver tcp;
  private final QuicObserver quic;
  private final DtlsObserver dtls;

  public Observer() {
    Memory memory = new Memory(MEMORY);
    dnsStreams = new DnsStreams(memory, dns);
    dnsFragments = new DnsFragments(memory, dns);
    tcp = new TcpObserver(memory, publicNames, claims);
    quic = new QuicObserver(memory, publicNames);
    dtls = new DtlsObserver(memory);
  }

  /** Whether {@link #inspect} could learn anything from {@code packet}; allocates nothing. */
  public boolean wants(Packet packet) {
    return switch (packet.protocol()) {
      case IpProtocol.TCP -> isDns(packet) ? DnsStreams.wants(packet) : tcp.wants(packet);
      case IpProtocol.UDP -> packet.isLaterFragment() || wantsDatagram(packet);
      default -> false;
    };
  }

  /**
   * Looks into the payload of a packet, with ports or a later fragment of one with ports.
   *
   * @param client whose evidence an answer or a certificate in it would be
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

  /** What was claimed of addresses since the last call, in order. */
  public List<Claim> drainClaims() {
    return claims.drain();
  }

  /**
   * What was said of devices since the last call, in order; what was told is told again after an
   * hour.
   */
  public List<DeviceClue> drainDeviceClues() {
    return deviceClues.drain();
  }

  /** What was left unread, summed since the source was opened. */
  public Unread unread() {
    return new Unread(
        dns.malformed(),
        dns.dropped() + claims.dropped(),
        tcp.dropped()
            + dnsStreams.dropped()
            + dnsFragments.dropped()
            + quic.dropped()
            + dtls.dropped(),
        quic.refused());
  }

  /**
   * What was left unread.
   *
   * @param malformedDns messages on DNS ports that were none
   * @param droppedAnswers DNS answers and claims that found no room between two drains
   * @param droppedStreams beginnings of streams that were too old or too many
   * @param refusedInitials QUIC Initials that were too many to be opened
   */
  public record Unread(
      long malformedDns, long droppedAnswers, long droppedStreams, long refusedInitials) {
    /** What bounds kept from being read. */
    public long forBounds() {
      return droppedAnswers + droppedStreams + refusedInitials;
    }
  }

  private static boolean isDns(Packet packet) {
    return packet.sourcePort() == DnsObserver.PORT || packet.destinationPort() == DnsObserver.PORT;
  }

  private @Nullable Name inspectSegment(Packet packet, String client) {
    if (!isDns(packet)) {
      return tcp.inspect(packet, client);
    }
    dnsStreams.inspect(packet, client);
    return null;
  }

  private static boolean wantsDatagram(Packet packet) {
    byte[] bytes = packet.bytes();
    int offset = packet.payloadOffset();
    int length = packet.payloadLength();
    return length >= SHORTEST_DATAGRAM
        && (isDns(packet)
            || DeviceClues.wants(packet)
            || QuicObserver.wants(bytes, offset, length)
            || DtlsObserver.wants(bytes, offset, length));
  }

  private @Nullable Name inspectDatagram(Packet packet, String client) {
    byte[] bytes = packet.bytes();
    int offset = packet.payloadOffset();
    int length = packet.payloadLength();
    if (packet.isLaterFragment()) {
      dnsFragments.add(packet);
    } else if (length < SHORTEST_DATAGRAM) {
      return null;
    } else if (isDns(packet) && packet.isFirstFragment()) {
      dnsFragments.begin(packet, client);
    } else if (isDns(packet)) {
      dns.inspect(packet, Ports.of(packet), client, packet.buffer(), offset, length, "udp");
    } else if (DeviceClues.wants(packet)) {
      deviceClues.inspect(packet);
    } else if (DtlsObserver.wants(bytes, offset, length)) {
      return dtls.inspect(packet);
    } else if (QuicObserver.wants(bytes, offset, length)) {
      return quic.inspect(packet);
    }
    return null;
  }
}
