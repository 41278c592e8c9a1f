package org.ikisaki.demo;

import org.ikisaki.wire.IpAddress;

/** Writes DHCP messages (RFC 2131), with the options that tell a device's name (RFC 2132). */
final class DhcpMessages {
  static final int DISCOVER = 1;
  static final int OFFER = 2;
  static final int REQUEST = 3;
  static final int ACK = 5;

  private static final IpAddress NONE = IpAddress.ofIpv4(0);
  private static final int MAGIC_COOKIE = 0x6382_5363;
  private static final int LEASE_SECONDS = 86_400;

  private DhcpMessages() {}

  /** From the client, which has its address only when it renews it. */
  static byte[] fromClient(int type, int transaction, Device device, boolean renewing) {
    Bytes out = fixed(1, transaction, renewing ? device.ipv4() : NONE, NONE, device.mac());
    out.u8(53).u8(1).u8(type);
    out.u8(61).u8(7).u8(1).u48(device.mac());
    if (type == REQUEST && !renewing) {
      out.u8(50).u8(4).put(device.ipv4().toBytes());
    }
    out.u8(12).u8(device.name().length()).ascii(device.name());
    Habitus habitus = Habitus.of(device);
    if (!habitus.vendorClass().isEmpty()) {
      out.u8(60).u8(habitus.vendorClass().length()).ascii(habitus.vendorClass());
    }
    out.u8(55).u8(habitus.parameters().size());
    habitus.parameters().forEach(out::u8);
    return out.u8(255).toArray();
  }

  /** From the server, with the address it gives. */
  static byte[] fromServer(int type, int transaction, Device device, IpAddress server) {
    Bytes out = fixed(2, transaction, NONE, device.ipv4(), device.mac());
    out.u8(53).u8(1).u8(type);
    out.u8(54).u8(4).put(server.toBytes());
    out.u8(51).u8(4).u32(LEASE_SECONDS);
    out.u8(1).u8(4).u32(0xffff_ff00L);
    out.u8(3).u8(4).put(server.toBytes());
    out.u8(6).u8(4).put(server.toBytes());
    return out.u8(255).toArray();
  }

  private static Bytes fixed(
      int operation, int transaction, IpAddress client, IpAddress yours, long mac) {
    Bytes out = new Bytes().u8(operation).u8(1).u8(6).u8(0).u32(transaction).u32(0);
    out.put(client.toBytes()).put(yours.toBytes()).u32(0).u32(0);
    return out.u48(mac).zeros(10 + 64 + 128).u32(MAGIC_COOKIE);
  }
}
