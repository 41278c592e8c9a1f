package org.ikisaki.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.testing.Frames.ACK;
import static org.ikisaki.testing.Frames.captured;
import static org.ikisaki.testing.Frames.ethernet;
import static org.ikisaki.testing.Frames.ipv4;
import static org.ikisaki.testing.Frames.tcp;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.Packet;
import org.junit.jupiter.api.Test;

class FlowAllocationTest {
  private static final int PACKETS = 1_000_000;

  private final FlowTable table =
      new FlowTable(FlowSettings.DEFAULTS, new HomeNetworks(HomeSettings.DEFAULTS, List.of()));

  @Test
  void aPacketOfAKnownFlowAllocatesNothing() {
    List<Frame> frames =
        IntStream.range(0, 2_000)
            .boxed()
            .flatMap(port -> Stream.of(up(20_000 + port), down(20_000 + port)))
            .toList();
    run(frames, 200_000);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();

    long before = threads.getThreadAllocatedBytes(self);
    run(frames, PACKETS);
    long allocated = threads.getThreadAllocatedBytes(self) - before;

    assertThat(allocated).isLessThan(PACKETS);
    assertThat(table.size()).isEqualTo(2_000);
  }

  private void run(List<Frame> frames, int packets) {
    Packet packet = new Packet();
    for (int i = 0; i < packets; i++) {
      Frame frame = frames.get(i % frames.size());
      table.account(packet, packet.wrap(frame));
    }
  }

  private static Frame up(int port) {
    return captured(
        ethernet(
            Tap.ROUTER, Tap.LAPTOP, ipv4(Tap.LAPTOP_IP, Tap.SERVER_IP, tcp(port, 443, ACK, 1_000))),
        0);
  }

  private static Frame down(int port) {
    return captured(
        ethernet(
            Tap.LAPTOP, Tap.ROUTER, ipv4(Tap.SERVER_IP, Tap.LAPTOP_IP, tcp(443, port, ACK, 1_000))),
        0);
  }
}
