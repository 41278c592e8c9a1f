package org.ikisaki.wire;

/** ClientHello messages for tests. */
public final class HelloBytes {
  private HelloBytes() {}

  public static Bytes serverName(String host) {
    return extension(0, new Bytes().vector(2, new Bytes().u8(0).vector(2, new Bytes().text(host))));
  }

  public static Bytes extension(int type, Bytes value) {
    return new Bytes().u16(type).vector(2, value);
  }

  /** With the handshake header, without a record's. */
  public static byte[] hello(Bytes extensions) {
    Bytes body =
        new Bytes()
            .u16(0x0303)
            .zeros(32)
            .vector(1, new Bytes().zeros(32))
            .vector(2, new Bytes().u16(0x1301))
            .vector(1, new Bytes().u8(0))
            .vector(2, extensions);
    return new Bytes().u8(1).vector(3, body).array();
  }

  public static byte[] hello(String host) {
    return hello(serverName(host));
  }

  /** In one TLS record. */
  public static byte[] record(byte[] handshake) {
    return new Bytes().u8(22).u16(0x0301).vector(2, new Bytes().add(handshake)).array();
  }
}
