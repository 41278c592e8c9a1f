package org.ikisaki.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One captured frame: a window on a buffer that its source owns, and what the source knows of it.
 *
 * <p>A source fills the same {@code Frame} again and again; the window is valid until the next
 * poll. Buffers are big-endian views of a whole array and are read by absolute index alone: headers
 * through the array, contents through the buffer. Confined to one capture thread.
 */
public final class Frame {
  /** {@link #vlanTci()} of a frame whose tag, if any, is still in its bytes. */
  public static final int NO_VLAN = -1;

  private static final int VLAN_TAG = 4;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private byte[] bytes = buffer.array();
  private int offset;
  private int capturedLength;
  private long originalLength;
  private int linkType;
  private long timestamp;
  private int vlanTci = NO_VLAN;

  /**
   * Points this frame at {@code capturedLength} bytes of {@code buffer} from {@code offset}.
   *
   * @param buffer big-endian, of an array from its beginning; its position and limit are not moved
   * @param originalLength bytes on the wire but for a tag that was taken out, at least {@code
   *     capturedLength} unless the source lies
   * @param linkType a libpcap LINKTYPE number, see {@link LinkType}
   * @param timestamp nanoseconds since 1970-01-01 UTC
   */
  @SuppressWarnings("ReferenceEquality") // What was checked is known; nearly all are.
  public void set(
      ByteBuffer buffer,
      int offset,
      int capturedLength,
      long originalLength,
      int linkType,
      long timestamp) {
    if (buffer != this.buffer) {
      use(buffer);
    }
    this.offset = offset;
    this.capturedLength = capturedLength;
    this.originalLength = originalLength;
    this.linkType = linkType;
    this.timestamp = timestamp;
    this.vlanTci = NO_VLAN;
  }

  /** The tag that the kernel took out of the frame (IEEE 802.1Q TCI), or {@link #NO_VLAN}. */
  public void setVlanTci(int vlanTci) {
    this.vlanTci = vlanTci;
  }

  public ByteBuffer buffer() {
    return buffer;
  }

  /** The array behind {@link #buffer()}, of the same indices. */
  public byte[] bytes() {
    return bytes;
  }

  public int offset() {
    return offset;
  }

  public int capturedLength() {
    return capturedLength;
  }

  public long originalLength() {
    return originalLength;
  }

  /** Bytes on the wire, with the tag that the kernel took out. */
  public long wireLength() {
    return vlanTci == NO_VLAN ? originalLength : originalLength + VLAN_TAG;
  }

  public int linkType() {
    return linkType;
  }

  public long timestamp() {
    return timestamp;
  }

  public int vlanTci() {
    return vlanTci;
  }

  private void use(ByteBuffer buffer) {
    if (buffer.order() != ByteOrder.BIG_ENDIAN) {
      throw new IllegalArgumentException("a frame's buffer is big-endian");
    }
    this.buffer = buffer;
    this.bytes = BigEndian.array(buffer);
  }
}
