package org.ikisaki.wire;

/** Messages for tests in which devices say their names. */
public final class DeviceBytes {
  private static final int TYPE_NB = 0x20;
  private static final int TYPE_NBSTAT = 0x21;

  private DeviceBytes() {}

  public static Bytes dhcp(long mac, Bytes options) {
    return new Bytes()
        .u8(1)
        .u8(1)
        .u8(6)
        .zeros(25)
        .u16((int) (mac >>> 32))
        .u32(mac)
        .zeros(10)
        .zeros(192)
        .u32(0x63825363)
        .add(options);
  }

  public static Bytes dhcp6(String name) {
    return new Bytes()
        .u8(1)
        .u24(7)
        .u16(8)
        .vector(2, new Bytes().u16(0))
        .u16(39)
        .vector(2, new Bytes().u8(0).name(name));
  }

  public static Bytes netbiosRegistration(String name, int kind, int flags) {
    return new Bytes()
        .u16(1)
        .u16(0x2910)
        .u16(1)
        .u32(0)
        .u16(1)
        .name(encoded(name, kind))
        .u16(TYPE_NB)
        .u16(1)
        .u16(0xc00c)
        .u16(TYPE_NB)
        .u16(1)
        .u32(0)
        .vector(2, new Bytes().u16(flags).u32(0xc0000207L));
  }

  public static Bytes netbiosAnswer(String name, IpAddress address) {
    Bytes data = new Bytes().u16(0).add(address.toBytes());
    return new Bytes().add(DnsBytes.response(1).answer(encoded(name, 0), TYPE_NB, data).array());
  }

  /** A group, a name of another kind, and a device. */
  public static Bytes netbiosStatus(String group, String name) {
    Bytes data =
        new Bytes()
            .u8(3)
            .text(padded(group))
            .u8(0)
            .u16(0x8400)
            .text(padded(name))
            .u8(3)
            .u16(0x0400)
            .text(padded(name))
            .u8(0)
            .u16(0x0400)
            .zeros(6);
    return new Bytes().add(DnsBytes.response(1).answer(encoded("*", 0), TYPE_NBSTAT, data).array());
  }

  private static String padded(String name) {
    return (name + " ".repeat(15)).substring(0, 15);
  }

  private static String encoded(String name, int kind) {
    StringBuilder encoded = new StringBuilder();
    for (char c : (padded(name) + (char) kind).toCharArray()) {
      encoded.append((char) ('A' + (c >>> 4))).append((char) ('A' + (c & 15)));
    }
    return encoded.toString();
  }
}
