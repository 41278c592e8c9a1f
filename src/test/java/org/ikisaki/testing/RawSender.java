package org.ikisaki.testing;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Sends frames as they are on an interface, or puts packets into a tunnel's. */
public final class RawSender implements AutoCloseable {
  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW = 3;
  private static final int O_RDWR = 2;
  private static final int TUNSETIFF = 0x4004_54ca;
  private static final int TUNSETLINK = 0x4004_54cd;
  private static final int IFF_TUN_NO_PI = 0x1001;
  private static final int ARPHRD_NONE = 0xfffe;

  private final int descriptor;

  private RawSender(int descriptor) {
    this.descriptor = descriptor;
  }

  /** Sends on an interface of the namespace that the calling thread is in. */
  public static RawSender on(String interfaceName) throws IOException {
    RawSender sender = new RawSender(C.socket(AF_PACKET, SOCK_RAW, 0));
    ByteBuffer address = ByteBuffer.allocateDirect(20).order(ByteOrder.nativeOrder());
    address.putShort(0, (short) AF_PACKET).putInt(4, C.if_nametoindex(interfaceName));
    if (C.bind(sender.descriptor, address, address.capacity()) != 0) {
      sender.close();
      throw new IOException("can't send on " + interfaceName);
    }
    return sender;
  }

  /** Makes a tunnel's interface, at which arrives what is sent. */
  public static RawSender tunnel(String interfaceName) throws IOException {
    return tunnel(interfaceName, ARPHRD_NONE);
  }

  /** Makes a tunnel's interface that passes for one of another kind (linux/if_arp.h). */
  public static RawSender tunnel(String interfaceName, int hardwareType) throws IOException {
    RawSender sender = new RawSender(C.open("/dev/net/tun", O_RDWR));
    ByteBuffer request = ByteBuffer.allocateDirect(40).order(ByteOrder.nativeOrder());
    for (int i = 0; i < interfaceName.length(); i++) {
      request.put(i, (byte) interfaceName.charAt(i));
    }
    request.putShort(16, (short) IFF_TUN_NO_PI);
    if (C.ioctl(sender.descriptor, TUNSETIFF, request) != 0
        || C.ioctl(sender.descriptor, TUNSETLINK, hardwareType) != 0) {
      sender.close();
      throw new IOException("can't make the tunnel " + interfaceName);
    }
    return sender;
  }

  public void send(byte[] frame) throws IOException {
    if (C.write(descriptor, frame, frame.length) != frame.length) {
      throw new IOException("can't send: errno " + Native.getLastError());
    }
  }

  @Override
  public void close() {
    C.close(descriptor);
  }

  private static final class C {
    static {
      Native.register(C.class, "c");
    }

    static native int socket(int domain, int type, int protocol);

    static native int bind(int descriptor, ByteBuffer address, int length);

    static native int if_nametoindex(String name);

    static native int open(String path, int flags);

    static native int ioctl(int descriptor, long request, ByteBuffer argument);

    static native int ioctl(int descriptor, long request, long argument);

    static native long write(int descriptor, byte[] bytes, long length);

    static native int close(int descriptor);
  }
}
