package org.ikisaki.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ikisaki.capture.FrameSource.Poll;
import org.ikisaki.wire.Bytes;
import org.ikisaki.wire.EtherType;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.IpProtocol;
import org.ikisaki.wire.LinkType;
import org.ikisaki.wire.Packet;
import org.ikisaki.wire.PacketBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocationTest {
  private static final int PACKETS = 1_000_000;

  private final Path directory;

  AllocationTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void pollingAndDecodingAllocateNothingPerPacket() throws IOException {
    Path file = Files.write(directory.resolve("million.pcap"), savefile());
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Frame frame = new Frame();
    Packet packet = new Packet();
    long ports = 0;
    try (Savefile source = Savefile.open(file)) {
      source.poll(frame);
      packet.wrap(frame);
      long before = threads.getCurrentThreadAllocatedBytes();
      int polled = 1;
      while (source.poll(frame) == Poll.FRAME) {
        packet.wrap(frame);
        ports += packet.destinationPort();
        polled++;
      }
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;

      assertThat(polled).isEqualTo(PACKETS);
      assertThat(ports).isPositive();
      assertThat(allocated).isLessThan(PACKETS);
    }
  }

  /** IPv4 and IPv6, TCP and UDP by turns. */
  private static byte[] savefile() {
    byte[][] frames = {
      PacketBytes.ethernet(
              EtherType.IPV4,
              PacketBytes.ipv4(IpProtocol.TCP, PacketBytes.tcp(50_000, 443, new Bytes().zeros(20))))
          .array(),
      PacketBytes.ethernet(
              EtherType.IPV6,
              PacketBytes.ipv6(IpProtocol.UDP, PacketBytes.udp(50_001, 53, new Bytes().zeros(9))))
          .array()
    };
    SavefileBytes file =
        SavefileBytes.pcap(ByteOrder.LITTLE_ENDIAN, SavefileBytes.MICROSECONDS, LinkType.ETHERNET);
    SavefileBytes hundred = file.body();
    for (int i = 0; i < 100; i++) {
      byte[] frame = frames[i % frames.length];
      hundred.record(i, 0, frame.length, frame);
    }
    byte[] block = hundred.array();
    for (int i = 0; i < PACKETS / 100; i++) {
      file.add(block);
    }
    return file.array();
  }
}
