package org.ikisaki.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

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

  /** The CHLO of Google's QUIC. */
  public static byte[] google(String host) {
    Bytes values = new Bytes().text("pad-").text(host);
    return new Bytes()
        .text("CHLO")
        .add(little(2, 3))
        .u16(0)
        .text("PAD\0")
        .add(little(4, 4))
        .text("SNI\0")
        .add(little(4, values.size()))
        .text("VER\0")
        .add(little(4, values.size()))
        .add(values)
        .array();
  }

  private static byte[] little(int size, int value) {
    return Arrays.copyOf(
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array(), size);
  }
}
