package org.ikisaki.linux;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What of libpcap compiles expressions (pcap(3)). */
final class Libpcap {
  static {
    Native.register(Libpcap.class, "pcap");
  }

  private Libpcap() {}

  static native @Nullable Pointer pcap_create(String source, ByteBuffer error);

  static native int pcap_activate(Pointer handle);

  static native Pointer pcap_open_dead(int linkType, int snapshotLength);

  static native int pcap_compile(
      Pointer handle, ByteBuffer program, String expression, int optimize, int netmask);

  static native void pcap_freecode(ByteBuffer program);

  static native String pcap_geterr(Pointer handle);

  static native void pcap_close(Pointer handle);
}
