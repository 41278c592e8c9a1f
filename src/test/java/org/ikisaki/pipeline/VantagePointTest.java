package org.ikisaki.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.testing.Frames.captured;
import static org.ikisaki.testing.Frames.ethernet;
import static org.ikisaki.testing.Frames.ipv4;
import static org.ikisaki.testing.Frames.udp;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.ikisaki.testing.Frames;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.MacAddress;
import org.ikisaki.wire.Packet;
import org.junit.jupiter.api.Test;

class VantagePointTest {
  private static final String OUR_MAC = "02:00:00:00:00:09";
  private static final String OUR_IP = "192.168.1.9";
  private static final String ROUTER = "02:00:00:00:00:01";
  private static final String PHONE = "02:00:00:00:00:02";
  private static final String PHONE_IP = "192.168.1.2";
  private static final String SERVER_IP = "192.0.2.1";
  private static final String BROADCAST = "ff:ff:ff:ff:ff:ff";

  private static final byte[] OURS = frame(ROUTER, OUR_MAC, OUR_IP, SERVER_IP);
  private static final byte[] TO_US = frame(OUR_MAC, ROUTER, SERVER_IP, OUR_IP);
  private static final byte[] TO_ALL = frame(BROADCAST, PHONE, PHONE_IP, "192.168.1.255");
  private static final byte[] OF_OTHERS = frame(ROUTER, PHONE, PHONE_IP, SERVER_IP);
  private static final byte[] PASSED_ON = frame(OUR_MAC, PHONE, PHONE_IP, SERVER_IP);
  private static final byte[] ARP_TO_US =
      ethernet(OUR_MAC, ROUTER, Frames.arp(2, ROUTER, "192.168.1.1", OUR_MAC, OUR_IP));

  private static final Duration LONG = Duration.ofMinutes(6);

  private final VantagePoint vantagePoint =
      new VantagePoint(new Station(MacAddress.parse(OUR_MAC), List.of(IpAddress.parse(OUR_IP))));

  @Test
  void ownTrafficAndWhatIsSentToAllIsAWrongPlace() {
    see(vantagePoint, 2_000, LONG, OURS, TO_US, TO_ALL, ARP_TO_US);
    assertThat(vantagePoint.isWrong()).isTrue();
  }

  @Test
  void oneInTwoHundredOfOthersIsWhatASwitchFloods() {
    byte[][] frames = new byte[200][];
    Arrays.fill(frames, OURS);
    frames[7] = OF_OTHERS;
    see(vantagePoint, 2_000, LONG, frames);
    assertThat(vantagePoint.isWrong()).isTrue();
  }

  @Test
  void othersHeardIsTheRightPlace() {
    byte[][] frames = new byte[50][];
    Arrays.fill(frames, OURS);
    frames[7] = OF_OTHERS;
    see(vantagePoint, 2_000, LONG, frames);
    assertThat(vantagePoint.isWrong()).isFalse();
  }

  @Test
  void aRouterHearsOthersByItsOwnMac() {
    see(vantagePoint, 2_000, LONG, PASSED_ON, TO_ALL);
    assertThat(vantagePoint.isWrong()).isFalse();
  }

  @Test
  void nothingIsSaidBeforeThereIsEnoughToGoBy() {
    see(vantagePoint, 900, LONG, OURS);
    assertThat(vantagePoint.isWrong()).isFalse();
    VantagePoint another = new VantagePoint(new Station(MacAddress.parse(OUR_MAC), List.of()));
    see(another, 5_000, Duration.ofMinutes(4), OURS);
    assertThat(another.isWrong()).isFalse();
  }

  @Test
  void aQuietNightAfterADayOfOthersIsNoWrongPlace() {
    see(vantagePoint, 2_000, LONG, OF_OTHERS);
    see(vantagePoint, 10_000, LONG, TO_ALL);
    assertThat(vantagePoint.isWrong()).isFalse();
  }

  @Test
  void aFileHasNoPlace() {
    VantagePoint none = new VantagePoint(Station.NONE);
    see(none, 2_000, LONG, OURS);
    assertThat(none.isWrong()).isFalse();
  }

  /** So many frames, by turns, evenly over a time. */
  private static void see(VantagePoint vantagePoint, int count, Duration time, byte[]... frames) {
    Packet packet = new Packet();
    for (int i = 0; i < count; i++) {
      long at = time.toNanos() / (count - 1) * i;
      Frame frame = captured(frames[i % frames.length], at);
      vantagePoint.see(packet, packet.wrap(frame), at);
    }
  }

  private static byte[] frame(String to, String from, String source, String destination) {
    return ethernet(to, from, ipv4(source, destination, udp(50_000, 443, 100)));
  }
}
