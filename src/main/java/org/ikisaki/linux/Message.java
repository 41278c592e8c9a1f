package org.ikisaki.linux;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What a socket received, or what an ICMP message says of what it sent; used again for the next.
 * Confined to one thread.
 *
 * <pre>
 * struct msghdr                                struct cmsghdr, one after the other
 *  0 name (64)          8 its length (32)       0 length with header (64)
 * 16 iovecs (64)       24 their number (64)     8 level (32), type (32)
 * 32 control (64)      40 its length (64)      16 data
 * 48 flags (32)
 *
 * struct sock_extended_err, before the address of who complains
 * 0 errno (32)   4 origin, type, code, padding (8 each)
 * 8 info (32)   12 offset of the extensions (16), flags (8), reserved (8)
 * </pre>
 */
public final class Message {
  /** What is beyond of a packet is dropped: an ICMP error has less (RFC 1812 4.3.2.3). */
  private static final int ROOM = 2_048;

  private static final int CONTROL_ROOM = 512;

  private static final int MSGHDR = 56;
  private static final int NAME_LENGTH = 8;
  private static final int IOVEC = 16;
  private static final int CONTROL = 32;
  private static final int CONTROL_LENGTH = 40;

  private static final int CMSGHDR = 16;
  private static final int LEVEL = 8;
  private static final int TYPE = 12;

  private static final int SOL_SOCKET = 1;
  private static final int SO_TIMESTAMPNS = 35;
  private static final int SOL_IP = 0;
  private static final int IP_RECVERR = 11;
  private static final int SOL_IPV6 = 41;
  private static final int IPV6_RECVERR = 25;

  private static final int EXTENDED_ERROR = 16;
  private static final int ORIGIN = 4;
  private static final int ICMP_TYPE = 5;
  private static final int ICMP_CODE = 6;
  private static final int EXTENSIONS = 12;
  private static final int EXTENSIONS_FLAGS = 14;
  private static final int FLAG_INVALID = 1;
  private static final int ORIGIN_ICMP = 2;
  private static final int ORIGIN_ICMP6 = 3;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final ByteBuffer header = Abi.struct(MSGHDR);
  private final ByteBuffer iovec = Abi.struct(2 * Long.BYTES);
  private final ByteBuffer name = Abi.struct(SocketName.MAX);
  private final ByteBuffer control = Abi.struct(CONTROL_ROOM);
  private final ByteBuffer data = Abi.struct(ROOM).order(ByteOrder.BIG_ENDIAN);

  private @Nullable InetAddress from;
  private long timestamp;
  private boolean icmp;
  private int icmpType;
  private int icmpCode;
  private int extensions;

  public Message() {
    iovec.putLong(0, address(data)).putLong(Long.BYTES, ROOM);
    header.putLong(0, address(name)).putLong(IOVEC, address(iovec)).putLong(IOVEC + 8, 1);
    header.putLong(CONTROL, address(control));
  }

  private static long address(ByteBuffer buffer) {
    return Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
  }

  ByteBuffer prepare() {
    header.putInt(NAME_LENGTH, SocketName.MAX).putLong(CONTROL_LENGTH, CONTROL_ROOM);
    return header;
  }

  void take(long length) {
    data.clear().limit((int) Math.min(length, ROOM));
    from = SocketName.address(name, 0, header.getInt(NAME_LENGTH));
    timestamp = 0;
    icmp = false;
    extensions = 0;
    int end = (int) Math.min(header.getLong(CONTROL_LENGTH), CONTROL_ROOM);
    int at = 0;
    while (at + CMSGHDR <= end) {
      long size = control.getLong(at);
      if (size < CMSGHDR || size > end - at) {
        return;
      }
      part(at, (int) size - CMSGHDR);
      at += (int) (size + Long.BYTES - 1) & -Long.BYTES;
    }
  }

  private void part(int at, int size) {
    int level = control.getInt(at + LEVEL);
    int type = control.getInt(at + TYPE);
    int body = at + CMSGHDR;
    if (level == SOL_SOCKET && type == SO_TIMESTAMPNS && size >= 2 * Long.BYTES) {
      timestamp = control.getLong(body) * NANOS_PER_SECOND + control.getLong(body + Long.BYTES);
    } else if ((level == SOL_IP && type == IP_RECVERR || level == SOL_IPV6 && type == IPV6_RECVERR)
        && size >= EXTENDED_ERROR) {
      int origin = control.get(body + ORIGIN);
      icmp = origin == ORIGIN_ICMP || origin == ORIGIN_ICMP6;
      icmpType = control.get(body + ICMP_TYPE) & 0xff;
      icmpCode = control.get(body + ICMP_CODE) & 0xff;
      boolean valid = (control.get(body + EXTENSIONS_FLAGS) & FLAG_INVALID) == 0;
      extensions = valid ? control.getShort(body + EXTENSIONS) & 0xffff : 0;
      from = SocketName.address(control, body + EXTENDED_ERROR, size - EXTENDED_ERROR);
    }
  }

  /** Big-endian, from 0 to its limit; of an error, what the ICMP message quotes of the payload. */
  public ByteBuffer data() {
    return data;
  }

  /** Who sent it, or who complains. */
  public @Nullable InetAddress from() {
    return from;
  }

  /** When the kernel got it, nanoseconds since 1970-01-01 UTC; 0 where it doesn't say. */
  public long timestamp() {
    return timestamp;
  }

  /** Whether an error came as an ICMP message, not from this system itself. */
  public boolean isIcmp() {
    return icmp;
  }

  public int icmpType() {
    return icmpType;
  }

  public int icmpCode() {
    return icmpCode;
  }

  /** Index in {@link #data()} of the extensions (RFC 4884); 0 if there are none. */
  public int extensions() {
    return extensions;
  }
}
