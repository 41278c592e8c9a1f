package org.ikisaki.linux;

import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/** What our layouts and constants take for granted: 64-bit Linux with the generic numbers. */
final class Abi {
  private static final int POINTER = 8;

  private Abi() {}

  /** Throws if this machine lays out its structures otherwise. */
  static void check() throws UnsupportedPlatformException {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (!system.equals("linux")) {
      throw new UnsupportedPlatformException("sockets as these are Linux's, and this is " + system);
    }
    if (Native.POINTER_SIZE != POINTER) {
      throw new UnsupportedPlatformException(
          "the structures of sockets are known for 64-bit systems, and this one has %d bits"
              .formatted(Native.POINTER_SIZE * 8));
    }
  }

  /** A zeroed structure in memory that the C library may see. */
  static ByteBuffer struct(int size) {
    return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
  }

  static ByteBuffer intValue(int value) {
    return struct(Integer.BYTES).putInt(0, value);
  }
}
