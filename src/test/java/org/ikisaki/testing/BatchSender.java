package org.ikisaki.testing;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Sends the same frames over and over on an interface, as fast as a core can: many with one system
 * call, past the queueing discipline. Confined to one thread.
 *
 * <pre>
 * struct mmsghdr, one for each frame           struct iovec
 *  0 name (64)        8 its length (32)         0 address of the frame (64)
 * 16 iovecs (64)     24 their number (64)       8 its length (64)
 * 32 control (64)    40 its length (64)
 * 48 flags (32)      56 bytes sent (32)
 * </pre>
 */
public final class BatchSender implements AutoCloseable {
  /** Frames of one system call. */
  private static final int BATCH = 64;

  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW = 3;
  private static final int SOL_PACKET = 263;
  private static final int PACKET_QDISC_BYPASS = 20;
  private static final int SOCKADDR_LL = 20;

  private static final int MMSGHDR = 64;
  private static final int IOVECS = 16;
  private static final int IOVEC_COUNT = 24;
  private static final int IOVEC = 16;

  /** The interface's queue is full: try again. */
  private static final int ENOBUFS = 105;

  private final int descriptor;
  private final int frames;
  private final ByteBuffer bytes;
  private final ByteBuffer iovecs;
  private final ByteBuffer headers;
  private final long firstHeader;
  private int next;

  private BatchSender(int descriptor, List<byte[]> frames) {
    this.descriptor = descriptor;
    this.frames = frames.size();
    bytes = struct(frames.stream().mapToInt(frame -> frame.length).sum());
    iovecs = struct(frames.size() * IOVEC);
    headers = struct(frames.size() * MMSGHDR);
    long firstByte = address(bytes);
    long firstIovec = address(iovecs);
    firstHeader = address(headers);
    for (int i = 0; i < frames.size(); i++) {
      iovecs.putLong(firstByte + bytes.position()).putLong(frames.get(i).length);
      headers.putLong(i * MMSGHDR + IOVECS, firstIovec + (long) i * IOVEC);
      headers.putLong(i * MMSGHDR + IOVEC_COUNT, 1);
      bytes.put(frames.get(i));
    }
  }

  /** Sends on an interface of the namespace that the calling thread is in. */
  public static BatchSender on(String interfaceName, List<byte[]> frames) throws IOException {
    BatchSender sender = new BatchSender(C.socket(AF_PACKET, SOCK_RAW, 0), frames);
    ByteBuffer address = struct(SOCKADDR_LL).putShort(0, (short) AF_PACKET);
    address.putInt(4, C.if_nametoindex(interfaceName));
    ByteBuffer yes = struct(Integer.BYTES).putInt(0, 1);
    if (C.bind(sender.descriptor, address, SOCKADDR_LL) != 0
        || C.setsockopt(sender.descriptor, SOL_PACKET, PACKET_QDISC_BYPASS, yes, 4) != 0) {
      sender.close();
      throw new IOException("can't send on " + interfaceName + ": errno " + Native.getLastError());
    }
    return sender;
  }

  /** Sends as many frames, and returns when the kernel has taken them all. */
  public void send(long count) throws IOException {
    long left = count;
    while (left > 0) {
      int batch = (int) Math.min(left, Math.min(BATCH, frames - next));
      int sent = C.sendmmsg(descriptor, firstHeader + (long) next * MMSGHDR, batch, 0);
      if (sent < 0 && Native.getLastError() != ENOBUFS) {
        throw new IOException("can't send: errno " + Native.getLastError());
      }
      left -= Math.max(0, sent);
      next = (next + Math.max(0, sent)) % frames;
    }
  }

  @Override
  public void close() {
    C.close(descriptor);
  }

  private static ByteBuffer struct(int size) {
    return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
  }

  private static long address(ByteBuffer buffer) {
    return Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
  }

  private static final class C {
    static {
      Native.register(C.class, "c");
    }

    static native int socket(int domain, int type, int protocol);

    static native int bind(int descriptor, ByteBuffer address, int length);

    static native int setsockopt(int descriptor, int level, int name, ByteBuffer value, int length);

    static native int if_nametoindex(String name);

    static native int sendmmsg(int descriptor, long headers, int count, int flags);

    static native int close(int descriptor);
  }
}
