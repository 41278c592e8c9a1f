package org.ikisaki.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ikisaki.capture.FrameSource.Poll;
import org.ikisaki.testing.Frames;
import org.ikisaki.testing.NetworkNamespace;
import org.ikisaki.testing.RawSender;
import org.ikisaki.wire.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the ring and tcpdump's savefile say of the lengths of the same frames. */
@Timeout(60)
class WireLengthTest {
  private final Frame frame = new Frame();
  private NetworkNamespace network;

  @BeforeEach
  void makeNetwork() throws Exception {
    network = NetworkNamespace.enter();
    network.pair("heard", "sender");
  }

  @AfterEach
  void removeNetwork() throws Exception {
    if (network != null) {
      network.leave();
    }
  }

  @Test
  void tagsCountWhetherTheKernelTakesThemOutOrNot(@TempDir Path directory) throws Exception {
    Path capture = directory.resolve("heard.pcap");
    Path err = directory.resolve("err");
    Process tcpdump =
        new ProcessBuilder(network.inside("tcpdump", "-i", "heard", "-U", "-w", "-"))
            .redirectOutput(capture.toFile())
            .redirectError(err.toFile())
            .start();
    try (PacketRing ring = PacketRing.open("heard", CaptureSettings.DEFAULTS);
        RawSender sender = RawSender.on("sender")) {
      await().until(() -> Files.readString(err).contains("listening on"));
      Frames.Network packet = Frames.ipv4("192.0.2.1", "192.0.2.2", Frames.udp(9, 53, 500));
      Frames.Network once = Frames.vlan(20, packet);
      Frames.Network twice = Frames.vlan(30, once);
      for (Frames.Network network : new Frames.Network[] {packet, once, twice}) {
        sender.send(Frames.ethernet("02:00:00:00:00:01", "02:00:00:00:00:02", network));
      }
      long[] ours = {wireLength(ring), wireLength(ring), wireLength(ring)};
      assertThat(ours).containsExactly(14 + 28 + 500, 4 + 14 + 28 + 500, 8 + 14 + 28 + 500);
      await().pollInSameThread().until(() -> Files.size(capture) >= 24 + 3 * 16 + sum(ours));
      tcpdump.destroy();
      try (Savefile savefile = Savefile.open(capture)) {
        long[] theirs = {wireLength(savefile), wireLength(savefile), wireLength(savefile)};
        assertThat(theirs).isEqualTo(ours);
      }
    } finally {
      tcpdump.destroyForcibly();
    }
  }

  private long wireLength(FrameSource source) throws IOException {
    Poll poll = source.poll(frame);
    while (poll == Poll.IDLE) {
      poll = source.poll(frame);
    }
    assertThat(poll).isEqualTo(Poll.FRAME);
    return frame.wireLength();
  }

  private static long sum(long[] lengths) {
    return lengths[0] + lengths[1] + lengths[2];
  }
}
