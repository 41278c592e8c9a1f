package org.ikisaki.benchmark;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.ikisaki.flow.FlowSettings;
import org.ikisaki.flow.FlowTable;
import org.ikisaki.flow.HomeNetworks;
import org.ikisaki.flow.HomeSettings;
import org.ikisaki.testing.Frames;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.LinkType;
import org.ikisaki.wire.Packet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Accounting TCP segments to flows that come in no order, so that none is the one before.
 *
 * <p>All are made of one frame, which stays in the cache: what {@link #account} takes longer than
 * {@link #decode} is the table's.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class FlowBenchmark {
  private static final int PACKETS = 100_000;
  private static final int SEGMENT = 1_000;
  private static final int IP_DESTINATION = 14 + 16;
  private static final int SOURCE_PORT = 14 + 20;
  private static final int SEQUENCE = 14 + 20 + 4;
  private static final long NANOS_BETWEEN = 1_000;

  @Param({"1000", "20000", "60000"})
  private int flows;

  private final int[] order = new int[PACKETS];
  private final Packet packet = new Packet();
  private final Frame frame = new Frame();
  private final ByteBuffer segment =
      ByteBuffer.wrap(
          Frames.ethernet(
              "02:00:00:00:00:01",
              "02:00:00:00:00:0a",
              Frames.ipv4(
                  "192.168.1.10", "203.0.113.7", Frames.tcp(50_000, 443, Frames.ACK, SEGMENT))));
  private final FlowTable table =
      new FlowTable(FlowSettings.DEFAULTS, new HomeNetworks(HomeSettings.DEFAULTS, List.of()));

  private long now = TimeUnit.DAYS.toNanos(20_000);
  private int sequence;

  /** Draws the order, and opens every flow. */
  @Setup
  public void open() {
    Random random = new Random(flows);
    for (int i = 0; i < PACKETS; i++) {
      order[i] = random.nextInt(flows);
    }
    for (int flow = 0; flow < flows; flow++) {
      take(flow);
      table.account(packet, packet.wrap(frame));
    }
  }

  @Benchmark
  @OperationsPerInvocation(PACKETS)
  public long decode() {
    long bytes = 0;
    sequence += SEGMENT;
    for (int flow : order) {
      take(flow);
      bytes += packet.wrap(frame).isIp() ? packet.ipBytes() : 0;
    }
    return bytes;
  }

  @Benchmark
  @OperationsPerInvocation(PACKETS)
  public long account() {
    long bytes = 0;
    sequence += SEGMENT;
    for (int flow : order) {
      take(flow);
      table.account(packet, packet.wrap(frame));
      bytes += packet.ipBytes();
    }
    return bytes;
  }

  /** Makes the frame the next segment of a flow. */
  private void take(int flow) {
    segment
        .putInt(IP_DESTINATION, 0xcb00_7100 | (flow & 0xff))
        .putShort(SOURCE_PORT, (short) (1_024 + (flow >>> 8)))
        .putInt(SEQUENCE, sequence);
    now += NANOS_BETWEEN;
    frame.set(segment, 0, segment.capacity(), segment.capacity(), LinkType.ETHERNET, now);
  }
}
