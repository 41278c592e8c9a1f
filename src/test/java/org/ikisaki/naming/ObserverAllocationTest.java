package org.ikisaki.naming;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.ikisaki.wire.Bytes;
import org.ikisaki.wire.DnsBytes;
import org.ikisaki.wire.HelloBytes;
import org.ikisaki.wire.IpProtocol;
import org.ikisaki.wire.Packet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ObserverAllocationTest {
  private static final int ROUNDS = 100_000;

  @Test
  void packetsWithoutANameAllocateNothing() {
    Feed feed = new Feed();
    feed.segment(443, Feed.SYN, 1, new byte[0]);
    byte[] hello = HelloBytes.record(HelloBytes.hello("a.example.test"));
    feed.useClientPort(50_001);
    feed.segment(443, Feed.ACK, 1, Arrays.copyOf(hello, 60));
    feed.useClientPort(50_002);

    List<Bytes> packets =
        List.of(
            tcp(feed, 443, new Bytes().u8(23).u16(0x0303).u16(1_200).zeros(1_200)),
            tcp(feed, 80, new Bytes().text("HTTP/1.1 200 OK\r\nHost: a.test\r\n\r\n")),
            tcp(feed, 25, new Bytes().text("MAIL FROM:<a@b.test>\r\n")),
            tcp(feed, 443, new Bytes()),
            udp(feed, 443, new Bytes().u8(0x41).zeros(1_200)),
            udp(feed, 443, new Bytes().u8(0xe3).u32(1).vector(1, new Bytes().u32(7)).zeros(100)),
            udp(feed, 5353, new Bytes().add(DnsBytes.query(0).question("x.local", 1).array())),
            udp(feed, 137, new Bytes().add(DnsBytes.query(0).question("x", 32).array())),
            udp(feed, 3_478, new Bytes().zeros(28)));
    Packet[] wrapped = packets.stream().map(ip -> new Feed().wrap(ip)).toArray(Packet[]::new);

    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int wanted = play(feed.observer, wrapped, 20_000);
    long before = threads.getCurrentThreadAllocatedBytes();
    wanted += play(feed.observer, wrapped, ROUNDS);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(wanted).isPositive();
    assertThat(allocated).isLessThan((long) ROUNDS * wrapped.length / 100);
  }

  private static int play(Observer observer, Packet[] packets, int rounds) {
    int wanted = 0;
    for (int round = 0; round < rounds; round++) {
      for (Packet packet : packets) {
        if (observer.wants(packet)) {
          wanted++;
          assertNull(observer.inspect(packet, "client"));
        }
      }
    }
    return wanted;
  }

  /** AssertJ would allocate. */
  private static void assertNull(@Nullable Name name) {
    if (name != null) {
      throw new AssertionError("named: " + name);
    }
  }

  private static Bytes tcp(Feed feed, int port, Bytes payload) {
    return feed.ip(true, IpProtocol.TCP, Feed.tcp(50_002, port, Feed.ACK, 77, payload.array()));
  }

  private static Bytes udp(Feed feed, int port, Bytes payload) {
    return feed.ip(true, IpProtocol.UDP, Feed.udp(50_002, port, payload.array()));
  }
}
