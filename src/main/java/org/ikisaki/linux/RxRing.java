package org.ikisaki.linux;

import com.sun.jna.Pointer;
import java.io.Closeable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A packet socket's ring of version 3 (linux/if_packet.h): a reusable view of one frame after the
 * other. Each block is copied out in one piece, which costs less than to read its frames where the
 * kernel wrote them, and gives it back at once. Confined to the capture thread.
 *
 * <pre>
 * struct tpacket_block_desc, at the beginning of each block
 *  0 +-------------------------------+-------------------------------+
 *    |         version (32)          |    offset to private (32)     |
 *  8 +-------------------------------+-------------------------------+
 *    |  status (32): 1 if it is ours |       frames in it (32)       |
 * 16 +-------------------------------+-------------------------------+
 *    |  offset to first frame (32)   |      length of it (32)        |
 * 24 +-------------------------------+-------------------------------+
 *    |              sequence number (64), two times (128)            |
 *    +---------------------------------------------------------------+
 *
 * struct tpacket3_hdr, before each frame
 *  0 +-------------------------------+-------------------------------+
 *    |     offset to next (32)       |         seconds (32)          |
 *  8 +-------------------------------+-------------------------------+
 *    |       nanoseconds (32)        |     captured length (32)      |
 * 16 +-------------------------------+-------------------------------+
 *    |     original length (32)      |         status (32)           |
 * 24 +---------------+---------------+-------------------------------+
 *    |link header(16)|network hd.(16)|        hash of it (32)        |
 * 32 +---------------+---------------+---------------+---------------+
 *    |         VLAN TCI (32)         | VLAN TPID (16)|  padding (16) |
 * 40 +-------------------------------+---------------+---------------+
 *    |                          padding (64)                         |
 * 48 +---------------------------------------------------------------+
 * </pre>
 */
public final class RxRing implements Closeable {
  /** {@link #vlanTci()} of a frame whose tag, if any, is still in its bytes. */
  public static final int NO_VLAN = -1;

  static final int VERSION_3 = 2; // TPACKET_V3: they are counted from 0.

  private static final int BLOCK_STATUS = 8;
  private static final int BLOCK_FRAMES = 12;
  private static final int BLOCK_FIRST = 16;
  private static final int BLOCK_LENGTH = 20;

  private static final int NEXT = 0;
  private static final int SECONDS = 4;
  private static final int NANOSECONDS = 8;
  private static final int CAPTURED_LENGTH = 12;
  private static final int ORIGINAL_LENGTH = 16;
  private static final int STATUS = 20;
  private static final int LINK_HEADER = 24;
  private static final int VLAN_TCI = 32;
  private static final int HEADER = 48;

  private static final int TP_STATUS_KERNEL = 0;
  private static final int TP_STATUS_USER = 1;
  private static final int TP_STATUS_VLAN_VALID = 0x10;

  /** Frames lie as close as they fit: the kernel asks for a size, and doesn't use it. */
  private static final int NOMINAL_FRAME = 2_048;

  private static final int REQUEST = 28;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private static final VarHandle SHARED_INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());

  private final Pointer memory;
  private final ByteBuffer ring;
  private final int blockSize;
  private final int blocks;

  /** The latest block, as it was when the kernel handed it over. */
  private final byte[] bytes;

  private final ByteBuffer buffer;

  private int block;
  private int framesLeft;
  private int nextHeader;
  private int header;
  private boolean closed;

  RxRing(Pointer memory, int blockSize, int blocks) {
    this.memory = memory;
    this.blockSize = blockSize;
    this.blocks = blocks;
    ring = memory.getByteBuffer(0, (long) blockSize * blocks).order(ByteOrder.nativeOrder());
    bytes = new byte[blockSize];
    buffer = ByteBuffer.wrap(bytes);
  }

  /** {@code struct tpacket_req3}. */
  static ByteBuffer request(int blockSize, int blocks, int retireMillis) {
    return Abi.struct(REQUEST)
        .putInt(0, blockSize)
        .putInt(4, blocks)
        .putInt(8, NOMINAL_FRAME)
        .putInt(12, blockSize / NOMINAL_FRAME * blocks)
        .putInt(16, retireMillis);
  }

  static void checkHeaderLength(int length) throws UnsupportedPlatformException {
    if (length != HEADER) {
      throw new UnsupportedPlatformException(
          "this kernel puts headers of %d bytes before frames, and we know those of %d"
              .formatted(length, HEADER));
    }
  }

  /** Goes to the next frame; false if there is none. */
  public boolean next() {
    while (framesLeft == 0) {
      if (closed || !takeBlock()) {
        return false;
      }
    }
    framesLeft--;
    header = nextHeader;
    nextHeader = header + i32(header + NEXT);
    return true;
  }

  /** Copies out the next block and gives it back; false if it is still the kernel's. */
  private boolean takeBlock() {
    int start = block * blockSize;
    if (((int) SHARED_INT.getAcquire(ring, start + BLOCK_STATUS) & TP_STATUS_USER) == 0) {
      return false;
    }
    ring.get(start, bytes, 0, Math.min(ring.getInt(start + BLOCK_LENGTH), blockSize));
    SHARED_INT.setRelease(ring, start + BLOCK_STATUS, TP_STATUS_KERNEL);
    block = block + 1 == blocks ? 0 : block + 1;
    framesLeft = i32(BLOCK_FRAMES);
    nextHeader = i32(BLOCK_FIRST);
    return true;
  }

  /** Big-endian; valid until the next call of {@link #next}. */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** Absolute index in {@link #buffer()} of the frame. */
  public int offset() {
    return header + ((short) SHORT.get(bytes, header + LINK_HEADER) & 0xffff);
  }

  public int capturedLength() {
    return i32(header + CAPTURED_LENGTH);
  }

  /** Bytes on the wire, but for a tag that the kernel took out. */
  public long originalLength() {
    return Integer.toUnsignedLong(i32(header + ORIGINAL_LENGTH));
  }

  /** Nanoseconds since 1970-01-01 UTC. */
  public long timestamp() {
    return Integer.toUnsignedLong(i32(header + SECONDS)) * NANOS_PER_SECOND
        + i32(header + NANOSECONDS);
  }

  /** The tag that the kernel took out of the frame (IEEE 802.1Q TCI), or {@link #NO_VLAN}. */
  public int vlanTci() {
    boolean hasTag = (i32(header + STATUS) & TP_STATUS_VLAN_VALID) != 0;
    return hasTag ? i32(header + VLAN_TCI) & 0xffff : NO_VLAN;
  }

  /** Unmaps; there are no more frames. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      framesLeft = 0;
      Libc.munmap(memory, (long) blockSize * blocks);
    }
  }

  private int i32(int at) {
    return (int) INT.get(bytes, at);
  }
}
