package org.ikisaki.trace.probe;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An interface of which we are the other end: packets that the system sends there come to us. */
final class Tun implements AutoCloseable {
  private static final int O_RDWR = 2;
  private static final int TUNSETIFF = 0x4004_54ca;
  private static final int IFF_TUN_NO_PI = 0x1001;
  private static final int IFREQ = 40;
  private static final int IFREQ_FLAGS = 16;
  private static final int POLLIN = 1;
  private static final int POLL_MILLIS = 20;
  private static final int MTU = 1_500;

  private final int descriptor;
  private final ByteBuffer in = direct(MTU);
  private final ByteBuffer out = direct(MTU);
  private final ByteBuffer poll;

  private Tun(int descriptor) {
    this.descriptor = descriptor;
    poll = direct(8).putInt(0, descriptor).putShort(4, (short) POLLIN);
  }

  /** Makes it in the namespace that the calling thread is in. */
  static Tun open(String name) throws IOException {
    int descriptor = C.open("/dev/net/tun", O_RDWR);
    ByteBuffer request = direct(IFREQ);
    request.put(0, name.getBytes(StandardCharsets.US_ASCII));
    request.putShort(IFREQ_FLAGS, (short) IFF_TUN_NO_PI);
    if (descriptor < 0 || C.ioctl(descriptor, TUNSETIFF, request) != 0) {
      throw new IOException("can't make a tunnel: errno " + Native.getLastError());
    }
    return new Tun(descriptor);
  }

  /** The next packet that the system sent; {@code null} if there was none for a moment. */
  byte @Nullable [] read() {
    if (C.poll(poll, 1, POLL_MILLIS) <= 0) {
      return null;
    }
    int length = (int) C.read(descriptor, in, MTU);
    if (length <= 0) {
      return null;
    }
    byte[] packet = new byte[length];
    in.get(0, packet);
    return packet;
  }

  /** Has the system receive a packet. */
  synchronized void write(byte[] packet) {
    out.put(0, packet);
    C.write(descriptor, out, packet.length);
  }

  @Override
  public void close() {
    C.close(descriptor);
  }

  private static ByteBuffer direct(int size) {
    return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
  }

  private static final class C {
    static {
      Native.register(C.class, "c");
    }

    static native int open(String path, int flags);

    static native int ioctl(int descriptor, long request, ByteBuffer argument);

    static native int poll(ByteBuffer descriptors, long count, int millis);

    static native long read(int descriptor, ByteBuffer bytes, long length);

    static native long write(int descriptor, ByteBuffer bytes, long length);

    static native int close(int descriptor);
  }
}
