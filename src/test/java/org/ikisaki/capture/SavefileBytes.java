package org.ikisaki.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes savefiles for tests, in either byte order, as right or wrong as the test needs. */
public final class SavefileBytes {
  public static final int MICROSECONDS = 0xa1b2_c3d4;
  public static final int NANOSECONDS = 0xa1b2_3c4d;
  static final int PATCHED = 0xa1b2_cd34;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteOrder order;

  public SavefileBytes(ByteOrder order) {
    this.order = order;
  }

  /** A classic file's header. */
  public static SavefileBytes pcap(ByteOrder order, int magic, int linkType) {
    return new SavefileBytes(order)
        .u32(magic)
        .u16(2)
        .u16(4)
        .u32(0)
        .u32(0)
        .u32(65_535)
        .u32(linkType);
  }

  /** A classic record. */
  public SavefileBytes record(long seconds, long fraction, long originalLength, byte[] frame) {
    return u32(seconds).u32(fraction).u32(frame.length).u32(originalLength).add(frame);
  }

  public SavefileBytes section() {
    return block(0x0a0d_0d0a, body().u32(0x1a2b_3c4d).u16(1).u16(0).u32(-1).u32(-1));
  }

  SavefileBytes interfaceDescription(int linkType, long snapshotLength, SavefileBytes options) {
    return block(1, body().u16(linkType).u16(0).u32(snapshotLength).add(options.array()));
  }

  public SavefileBytes interfaceDescription(int linkType) {
    return interfaceDescription(linkType, 0, body());
  }

  public SavefileBytes enhancedPacket(int id, long timestamp, long originalLength, byte[] frame) {
    return block(
        6,
        body()
            .u32(id)
            .u32(timestamp >>> 32)
            .u32(timestamp)
            .u32(frame.length)
            .u32(originalLength)
            .padded(frame));
  }

  SavefileBytes obsoletePacket(int id, long timestamp, long originalLength, byte[] frame) {
    return block(
        2,
        body()
            .u16(id)
            .u16(0xffff)
            .u32(timestamp >>> 32)
            .u32(timestamp)
            .u32(frame.length)
            .u32(originalLength)
            .padded(frame));
  }

  public SavefileBytes simplePacket(long originalLength, byte[] frame) {
    return block(3, body().u32(originalLength).padded(frame));
  }

  SavefileBytes option(int code, byte[] value) {
    return u16(code).u16(value.length).padded(value);
  }

  SavefileBytes block(int type, SavefileBytes body) {
    int length = body.size() + 12;
    return u32(type).u32(length).add(body.array()).u32(length);
  }

  /** An empty one of the same byte order. */
  SavefileBytes body() {
    return new SavefileBytes(order);
  }

  SavefileBytes u64(long value) {
    return add(ByteBuffer.allocate(8).order(order).putLong(value).array());
  }

  SavefileBytes u32(long value) {
    return add(ByteBuffer.allocate(4).order(order).putInt((int) value).array());
  }

  SavefileBytes u16(int value) {
    return add(ByteBuffer.allocate(2).order(order).putShort((short) value).array());
  }

  public SavefileBytes add(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  int size() {
    return out.size();
  }

  public byte[] array() {
    return out.toByteArray();
  }

  private SavefileBytes padded(byte[] bytes) {
    return add(bytes).add(new byte[-bytes.length & 3]);
  }
}
