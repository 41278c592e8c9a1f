package org.ikisaki.endurance;

import java.util.concurrent.atomic.AtomicLong;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.RawPacketListener;

/**
 * Counts frames and their bytes as leanly as pcap4j lets: its loop with a listener for raw frames,
 * 128 bytes of each, and 4 MiB of buffer. A program of its own, to be measured beside the product.
 */
final class PcapListener {
  private static final int SNAPSHOT_LENGTH = 128;
  private static final int BUFFER = 4 << 20;
  private static final int GATHER_MILLIS = 100;

  private PcapListener() {}

  public static void main(String[] arguments) throws Exception {
    PcapHandle handle =
        new PcapHandle.Builder(arguments[0])
            .snaplen(SNAPSHOT_LENGTH)
            .promiscuousMode(PromiscuousMode.PROMISCUOUS)
            .timeoutMillis(GATHER_MILLIS)
            .bufferSize(BUFFER)
            .build();
    AtomicLong frames = new AtomicLong();
    AtomicLong bytes = new AtomicLong();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> System.out.println(frames + " frames, " + bytes + " bytes")));
    System.out.println("listening");
    RawPacketListener listener =
        frame -> {
          frames.setRelease(frames.getPlain() + 1);
          bytes.setRelease(bytes.getPlain() + handle.getOriginalLength());
        };
    handle.loop(-1, listener);
  }
}
