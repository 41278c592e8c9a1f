package org.ikisaki.wire;

import java.util.Arrays;

/** DTLS ClientHellos for tests. */
public final class DtlsBytes {
  private DtlsBytes() {}

  /** A hello with a cookie, without any header. */
  public static byte[] body(String host) {
    return new Bytes()
        .u16(0xfefd)
        .zeros(32)
        .vector(1, new Bytes())
        .vector(1, new Bytes().zeros(20))
        .vector(2, new Bytes().u16(0xc02b))
        .vector(1, new Bytes().u8(0))
        .vector(2, HelloBytes.serverName(host))
        .array();
  }

  /** A record with one fragment of the hello. */
  public static byte[] record(int version, byte[] body, int offset, int length) {
    Bytes fragment =
        new Bytes()
            .u8(1)
            .u24(body.length)
            .u16(0)
            .u24(offset)
            .u24(length)
            .add(Arrays.copyOfRange(body, offset, offset + length));
    return new Bytes().u8(22).u16(version).zeros(8).vector(2, fragment).array();
  }
}
