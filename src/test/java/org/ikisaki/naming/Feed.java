package org.ikisaki.naming;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ikisaki.wire.Bytes;
import org.ikisaki.wire.EtherType;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.IpProtocol;
import org.ikisaki.wire.LinkType;
import org.ikisaki.wire.Packet;
import org.ikisaki.wire.PacketBytes;
import org.jspecify.annotations.Nullable;

/** Plays packets between a client and its servers to an observer. */
final class Feed {
  static final int SYN = 0x02;
  static final int SYN_ACK = 0x12;
  static final int ACK = 0x10;
  static final IpAddress CLIENT = IpAddress.parse("192.0.2.10");
  static final IpAddress SERVER = IpAddress.parse("198.51.100.1");
  static final long CLIENT_MAC = PacketBytes.SOURCE_MAC;
  static final int CLIENT_PORT = 50_000;

  final Observer observer = new Observer();
  private final Frame frame = new Frame();
  private final Packet packet = new Packet();
  private IpAddress client = CLIENT;
  private IpAddress server = SERVER;
  private int clientPort = CLIENT_PORT;
  private long time = 1_700_000_000_000_000_000L;

  /** Packets from now on are of another connection. */
  void useClientPort(int port) {
    clientPort = port;
  }

  void useClient(IpAddress address) {
    client = address;
  }

  void useServer(IpAddress address) {
    server = address;
  }

  void pass(long milliseconds) {
    time += milliseconds * 1_000_000;
  }

  long time() {
    return time;
  }

  @Nullable Name segment(int serverPort, int flags, int sequence, byte[] payload) {
    return play(ip(true, IpProtocol.TCP, tcp(clientPort, serverPort, flags, sequence, payload)));
  }

  @Nullable Name segmentThatAcknowledges(
      int serverPort, int sequence, int acknowledgment, byte[] payload) {
    byte[] segment = tcp(clientPort, serverPort, ACK, sequence, payload).array();
    ByteBuffer.wrap(segment).putInt(8, acknowledgment);
    return play(ip(true, IpProtocol.TCP, new Bytes().add(segment)));
  }

  /** A segment of which only the first bytes of its payload were captured. */
  @Nullable Name cutReply(int serverPort, int sequence, byte[] payload, int captured) {
    Bytes ip = ip(false, IpProtocol.TCP, tcp(serverPort, clientPort, ACK, sequence, payload));
    Bytes bytes = PacketBytes.ethernet(EtherType.IPV4, ip);
    int kept = bytes.size() - payload.length + captured;
    frame.set(bytes.buffer(), 0, kept, bytes.size(), LinkType.ETHERNET, time);
    packet.wrap(frame);
    return observer.wants(packet) ? observer.inspect(packet, "client") : null;
  }

  @Nullable Name reply(int serverPort, int flags, int sequence, byte[] payload) {
    return play(ip(false, IpProtocol.TCP, tcp(serverPort, clientPort, flags, sequence, payload)));
  }

  @Nullable Name datagram(int serverPort, byte[] payload) {
    return play(ip(true, IpProtocol.UDP, udp(clientPort, serverPort, payload)));
  }

  @Nullable Name answer(int serverPort, byte[] payload) {
    return play(ip(false, IpProtocol.UDP, udp(serverPort, clientPort, payload)));
  }

  /** A UDP payload from the server in IP fragments of at most {@code size} bytes. */
  void fragmentedAnswer(int serverPort, byte[] payload, int size, int id) {
    fragments(serverPort, payload, size, id).forEach(this::play);
  }

  /** The same, the first of them last. */
  void fragmentedAnswerInReverse(int serverPort, byte[] payload, int size, int id) {
    List<Bytes> fragments = new ArrayList<>(fragments(serverPort, payload, size, id));
    Collections.reverse(fragments);
    fragments.forEach(this::play);
  }

  /** The packets of a UDP payload from the server, in fragments of at most {@code size} bytes. */
  List<Bytes> fragments(int serverPort, byte[] payload, int size, int id) {
    byte[] datagram = udp(serverPort, clientPort, payload).array();
    List<Bytes> fragments = new ArrayList<>();
    for (int at = 0; at < datagram.length; at += size) {
      int length = Math.min(size, datagram.length - at);
      int more = at + length < datagram.length ? 0x2000 : 0;
      byte[] part = ByteBuffer.allocate(length).put(datagram, at, length).array();
      fragments.add(ipv4(server, client, id, more | at / 8, IpProtocol.UDP, new Bytes().add(part)));
    }
    return fragments;
  }

  @Nullable Name play(Bytes ip) {
    return play(EtherType.IPV4, ip);
  }

  private @Nullable Name play(int etherType, Bytes ip) {
    wrap(etherType, ip);
    return observer.wants(packet)
        ? observer.inspect(packet, packet.destinationLow() == client.low() ? "client" : "other")
        : null;
  }

  @Nullable Name playIpv6(int nextHeader, Bytes payload) {
    return play(EtherType.IPV6, PacketBytes.ipv6(nextHeader, payload));
  }

  /** The packet as the observer would get it. */
  Packet wrap(Bytes ip) {
    return wrap(EtherType.IPV4, ip);
  }

  private Packet wrap(int etherType, Bytes ip) {
    Bytes bytes = PacketBytes.ethernet(etherType, ip);
    frame.set(bytes.buffer(), 0, bytes.size(), bytes.size(), LinkType.ETHERNET, time);
    packet.wrap(frame);
    return packet;
  }

  Bytes ip(boolean up, int protocol, Bytes payload) {
    return ipv4(up ? client : server, up ? server : client, 1, 0, protocol, payload);
  }

  static Bytes udp(int sourcePort, int destinationPort, byte[] payload) {
    return PacketBytes.udp(sourcePort, destinationPort, new Bytes().add(payload));
  }

  static Bytes tcp(int sourcePort, int destinationPort, int flags, int sequence, byte[] payload) {
    return new Bytes()
        .u16(sourcePort)
        .u16(destinationPort)
        .u32(sequence)
        .u32(0)
        .u8(5 << 4)
        .u8(flags)
        .u16(0xffff)
        .u32(0)
        .add(payload);
  }

  private static Bytes ipv4(
      IpAddress from, IpAddress to, int id, int flagsAndOffset, int protocol, Bytes payload) {
    return new Bytes()
        .u16(0x4500)
        .u16(20 + payload.size())
        .u16(id)
        .u16(flagsAndOffset)
        .u8(64)
        .u8(protocol)
        .u16(0)
        .add(from.toBytes())
        .add(to.toBytes())
        .add(payload);
  }
}
