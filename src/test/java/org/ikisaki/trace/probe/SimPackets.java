package org.ikisaki.trace.probe;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.ikisaki.wire.IpAddress;

/** The packets of a simulated network: reads probes, makes answers. */
final class SimPackets {
  static final int ICMP = 1;
  static final int TCP = 6;
  static final int UDP = 17;
  static final int ICMP6 = 58;

  private static final int LABEL = 24_001;

  private SimPackets() {}

  /** What a probe says. */
  static final class Seen {
    private final byte[] packet;
    private final boolean ipv6;

    Seen(byte[] packet) {
      this.packet = packet;
      ipv6 = packet[0] >>> 4 == 6;
    }

    ByteBuffer bytes() {
      return ByteBuffer.wrap(packet);
    }

    boolean ipv6() {
      return ipv6;
    }

    IpAddress from() {
      return ipv6
          ? new IpAddress(bytes().getLong(8), bytes().getLong(16))
          : IpAddress.ofIpv4(bytes().getInt(12));
    }

    IpAddress to() {
      return ipv6
          ? new IpAddress(bytes().getLong(24), bytes().getLong(32))
          : IpAddress.ofIpv4(bytes().getInt(16));
    }

    int protocol() {
      return packet[ipv6 ? 6 : 9] & 0xff;
    }

    int ttl() {
      return packet[ipv6 ? 7 : 8] & 0xff;
    }

    /** Where its transport header begins. */
    int body() {
      return ipv6 ? 40 : 20;
    }

    /** What load balancers look at. */
    long flow() {
      long first = bytes().getInt(body()) & 0xffff_ffffL;
      boolean ports = protocol() == UDP || protocol() == TCP;
      int echo = ports ? 0 : bytes().getShort(body() + 4) & 0xffff;
      return (to().low() * 31 + to().high()) * 31 + protocol() + (first << 16) + echo;
    }
  }

  /** An ICMP error that quotes a probe; type and code are those of IPv4. */
  static byte[] error(Seen probe, IpAddress from, int type, int code, Sim.Manner manner) {
    byte[] quoted = Arrays.copyOf(probe.packet, Math.min(probe.packet.length, manner.quote()));
    quoted[probe.ipv6 ? 7 : 8] = 1;
    byte[] extension = manner.labels() ? labels() : new byte[0];
    if (manner.labels()) {
      quoted = Arrays.copyOf(quoted, 128);
    }
    ByteBuffer icmp = ByteBuffer.allocate(8 + quoted.length + extension.length);
    icmp.put((byte) type6(probe, type)).put((byte) code6(probe, type, code));
    if (manner.labels()) {
      // In words of four bytes, in IPv6 of eight (RFC 4884 4).
      icmp.put(probe.ipv6 ? 4 : 5, (byte) (quoted.length / (probe.ipv6 ? 8 : 4)));
    }
    icmp.position(8).put(quoted).put(extension);
    return packet(from, probe.from(), probe.ipv6 ? ICMP6 : ICMP, icmp, 2);
  }

  private static int type6(Seen probe, int type) {
    return probe.ipv6 ? type == 11 ? 3 : 1 : type;
  }

  private static int code6(Seen probe, int type, int code) {
    if (!probe.ipv6 || type == 11) {
      return code;
    }
    return switch (code) {
      case 0 -> 0;
      case 1 -> 3;
      case 3 -> 4;
      default -> 1;
    };
  }

  private static byte[] labels() {
    ByteBuffer extension = ByteBuffer.allocate(12);
    extension.putInt(0x2000_0000).putShort((short) 8).put((byte) 1).put((byte) 1);
    extension.putInt(LABEL << 12 | 1 << 8 | 7);
    extension.putShort(2, (short) Checksum.of(extension, 0, 12, 0));
    return extension.array();
  }

  /** Turns an echo request into its reply. */
  static byte[] echo(Seen probe) {
    ByteBuffer icmp = body(probe);
    icmp.put(0, (byte) (probe.ipv6 ? 129 : 0)).putShort(2, (short) 0);
    return packet(probe.to(), probe.from(), probe.protocol(), icmp, 2);
  }

  /** What a service says that got a datagram. */
  static byte[] datagram(Seen probe) {
    ByteBuffer udp = ByteBuffer.allocate(12);
    udp.putShort(probe.bytes().getShort(probe.body() + 2));
    udp.putShort(probe.bytes().getShort(probe.body())).putShort((short) 12);
    return packet(probe.to(), probe.from(), UDP, udp, 6);
  }

  /** SYN and ACK of an open port, RST and ACK of a closed one. */
  static byte[] segment(Seen probe, boolean open) {
    ByteBuffer tcp = ByteBuffer.allocate(20);
    tcp.putShort(probe.bytes().getShort(probe.body() + 2));
    tcp.putShort(probe.bytes().getShort(probe.body()));
    tcp.putInt(open ? 12_345 : 0).putInt(probe.bytes().getInt(probe.body() + 4) + 1);
    tcp.put((byte) 0x50).put((byte) (open ? 0x12 : 0x14));
    return packet(probe.to(), probe.from(), TCP, tcp, 16);
  }

  /** As it is beyond a NAT that gives it another source, and a new checksum. */
  static Seen translated(Seen probe) {
    byte[] copy = probe.packet.clone();
    int checksum = probe.body() + (probe.protocol() == TCP ? 16 : probe.protocol() == UDP ? 6 : 2);
    ByteBuffer bytes = ByteBuffer.wrap(copy);
    bytes.putShort(checksum, (short) Checksum.fold((bytes.getShort(checksum) & 0xffff) + 0x1234));
    return new Seen(copy);
  }

  private static ByteBuffer body(Seen probe) {
    return ByteBuffer.wrap(Arrays.copyOfRange(probe.packet, probe.body(), probe.packet.length));
  }

  /** With its checksum at {@code checksum}. */
  private static byte[] packet(
      IpAddress from, IpAddress to, int protocol, ByteBuffer body, int checksum) {
    int length = body.capacity();
    long pseudo = protocol == ICMP ? 0 : Checksum.pseudoHeader(from, to, protocol, length);
    body.putShort(checksum, (short) Checksum.of(body, 0, length, pseudo));
    return packet(from, to, protocol, body);
  }

  static byte[] packet(IpAddress from, IpAddress to, int protocol, ByteBuffer body) {
    int length = body.capacity();
    boolean ipv6 = !from.isIpv4();
    ByteBuffer packet = ByteBuffer.allocate((ipv6 ? 40 : 20) + length);
    if (ipv6) {
      packet.putInt(0x6000_0000).putShort((short) length).put((byte) protocol).put((byte) 60);
      packet.put(from.toBytes()).put(to.toBytes());
    } else {
      packet.putShort((short) 0x4500).putShort((short) packet.capacity());
      packet.putInt(0).put((byte) 60).put((byte) protocol).putShort((short) 0);
      packet.put(from.toBytes()).put(to.toBytes());
      packet.putShort(10, (short) Checksum.of(packet, 0, 20, 0));
    }
    return packet.put(body.clear()).array();
  }
}
