package org.ikisaki.endurance;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.ikisaki.flow.FlowSettings;
import org.ikisaki.flow.FlowTable;
import org.ikisaki.flow.FlowUpdate;
import org.ikisaki.flow.HomeNetworks;
import org.ikisaki.flow.HomeSettings;
import org.ikisaki.testing.Frames;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.LinkType;
import org.ikisaki.wire.Packet;

/**
 * A million new TCP connections in every second of a minute of packet time, as fast as they can be
 * accounted: no byte may be lost, and memory and pauses stay bounded.
 *
 * <p>The JVM's heap is the caller's to set; the daemon's is 128 MiB at most.
 */
final class FlowFlood {
  private static final int SECONDS = 60;
  private static final int FLOWS_PER_SECOND = 1_000_000;
  private static final int SECONDS_PER_DRAIN = 10;

  private static final long MOST_HEAP = 64L << 20;
  private static final int LONGEST_PAUSE_MILLIS = 50;

  private static final int IP = 14;
  private static final int IP_LENGTH = IP + 2;
  private static final int IP_DESTINATION = IP + 16;
  private static final int SOURCE_PORT = IP + 20;
  private static final int DESTINATION_PORT = IP + 22;
  private static final int HEADERS = 20 + 20;
  private static final int MOST_PAYLOAD = 1_400;

  private final FlowTable table =
      new FlowTable(FlowSettings.DEFAULTS, new HomeNetworks(HomeSettings.DEFAULTS, List.of()));
  private final Packet packet = new Packet();
  private final Frame frame = new Frame();
  private final ByteBuffer syn =
      ByteBuffer.wrap(
          Frames.ethernet(
              "02:00:00:00:00:01",
              "02:00:00:00:00:0a",
              Frames.ipv4("192.168.1.10", "203.0.113.7", Frames.tcp(1_024, 443, Frames.SYN, 0))));

  private long now = Duration.ofDays(20_000).toNanos();
  private long sentBytes;
  private long toldBytes;
  private long heap;

  private FlowFlood() {}

  public static void main(String[] arguments) {
    System.exit(new FlowFlood().run() ? 0 : 1);
  }

  private boolean run() {
    CollectorWatch collector = CollectorWatch.watch();
    OperatingSystemMXBean cpu =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpuBefore = cpu.getProcessCpuTime();
    long began = System.nanoTime();
    List<FlowUpdate> updates = List.of();
    for (int second = 1; second <= SECONDS; second++) {
      flood((second - 1) * FLOWS_PER_SECOND);
      if (second % SECONDS_PER_DRAIN == 0) {
        updates = table.drainFlows(now, false);
        toldBytes += sum(updates);
        // With the table full, and the updates still on their way to the store.
        heap = Math.max(heap, collector.heapAfter());
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    double cpuSeconds = (cpu.getProcessCpuTime() - cpuBefore) / 1e9;
    toldBytes += sum(table.drainFlows(now, true));
    List<Long> pauses = collector.pauses();
    long pause = pauses.isEmpty() ? 0 : pauses.get((pauses.size() - 1) * 99 / 100);
    System.out.printf(
        "flow flood: %,d new flows in %.1f s, %.1f s of CPU (%,.0f a second of CPU)%n",
        (long) SECONDS * FLOWS_PER_SECOND,
        seconds,
        cpuSeconds,
        SECONDS * FLOWS_PER_SECOND / cpuSeconds);
    System.out.printf(
        "%,d made room, %,d are in sums, %,d updates in the last interval%n",
        table.evicted(), table.folded(), updates.size());
    Verdicts verdicts = new Verdicts();
    verdicts.all("told", toldBytes, sentBytes, "bytes sent");
    verdicts.atMost("heap after collections", (double) heap, (double) MOST_HEAP, "bytes");
    verdicts.atMost(
        "99th percentile of " + pauses.size() + " pauses",
        (double) pause,
        LONGEST_PAUSE_MILLIS,
        "ms");
    return verdicts.allHold();
  }

  private void flood(int first) {
    for (int n = first; n < first + FLOWS_PER_SECOND; n++) {
      int length = HEADERS + n % MOST_PAYLOAD;
      syn.putShort(IP_LENGTH, (short) length)
          .putInt(IP_DESTINATION, 0xcb00_7100 | (n & 0xff))
          .putShort(SOURCE_PORT, (short) (n >>> 8))
          .putShort(DESTINATION_PORT, (short) (1 + (n >>> 24)));
      now += Duration.ofSeconds(1).toNanos() / FLOWS_PER_SECOND;
      frame.set(syn, 0, syn.capacity(), IP + length, LinkType.ETHERNET, now);
      table.account(packet, packet.wrap(frame));
      sentBytes += length;
    }
  }

  private static long sum(List<FlowUpdate> updates) {
    return updates.stream().mapToLong(update -> update.bytesUp() + update.bytesDown()).sum();
  }
}
