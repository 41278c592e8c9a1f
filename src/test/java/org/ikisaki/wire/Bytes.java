package org.ikisaki.wire;

import com.google.common.base.Splitter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Puts wire bytes together for tests, big-endian. */
public final class Bytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
  }

  public Bytes u8(int value) {
    out.write(value);
    return this;
  }

  public Bytes u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  public Bytes u24(int value) {
    return u8(value >>> 16).u16(value);
  }

  public Bytes u32(long value) {
    return u16((int) (value >>> 16)).u16((int) value);
  }

  public Bytes add(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  public Bytes add(Bytes bytes) {
    return add(bytes.array());
  }

  public Bytes text(String text) {
    return add(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public Bytes zeros(int count) {
    return add(new byte[count]);
  }

  /** A vector with a length field of one, two or three bytes before it. */
  public Bytes vector(int lengthSize, Bytes value) {
    switch (lengthSize) {
      case 1 -> u8(value.size());
      case 2 -> u16(value.size());
      default -> u24(value.size());
    }
    return add(value);
  }

  /** A domain name, uncompressed. */
  public Bytes name(String name) {
    for (String label : Splitter.on('.').split(name)) {
      vector(1, new Bytes().text(label));
    }
    return u8(0);
  }

  public int size() {
    return out.size();
  }

  public byte[] array() {
    return out.toByteArray();
  }

  public ByteBuffer buffer() {
    return ByteBuffer.wrap(array());
  }
}
