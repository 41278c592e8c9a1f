package org.ikisaki.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.ikisaki.testing.Frames;
import org.ikisaki.testing.Frames.Network;
import org.ikisaki.testing.Frames.Transport;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.LinkType;
import org.ikisaki.wire.Packet;
import org.jspecify.annotations.Nullable;

/** A flow table, and a wire to put frames on. */
final class Tap {
  static final String LAPTOP = "02:00:00:00:00:0a";
  static final String PHONE = "02:00:00:00:00:0b";
  static final String ROUTER = "02:00:00:00:00:01";
  static final String BROADCAST = "ff:ff:ff:ff:ff:ff";

  static final String LAPTOP_IP = "192.168.1.10";
  static final String PHONE_IP = "192.168.1.11";
  static final String ROUTER_IP = "192.168.1.1";
  static final String SERVER_IP = "203.0.113.7";

  final FlowTable table;
  private final Packet packet = new Packet();
  private long now = Duration.ofDays(20_000).toNanos();

  Tap() {
    this(FlowSettings.DEFAULTS);
  }

  Tap(FlowSettings settings) {
    this(settings, new HomeNetworks(HomeSettings.DEFAULTS, List.of()));
  }

  Tap(FlowSettings settings, HomeNetworks home) {
    this(settings, home, new KeptDevices());
  }

  Tap(FlowSettings settings, HomeNetworks home, KeptDevices kept) {
    table = new FlowTable(settings, home, kept);
  }

  static Tap ofFlows(int max) {
    return new Tap(
        new FlowSettings(
            max, FlowSettings.DEFAULTS.tcpTimeout(), FlowSettings.DEFAULTS.udpTimeout()));
  }

  Tap later(Duration time) {
    now += time.toNanos();
    return this;
  }

  long now() {
    return now;
  }

  @Nullable Flow frame(byte[] bytes) {
    return frame(bytes, LinkType.ETHERNET);
  }

  @Nullable Flow frame(byte[] bytes, int linkType) {
    return table.account(packet, packet.wrap(Frames.captured(bytes, linkType, now)));
  }

  /** A frame of which no more than {@code snapshotLength} bytes were captured. */
  @Nullable Flow cut(byte[] bytes, int snapshotLength) {
    int captured = Math.min(bytes.length, snapshotLength);
    Frame frame = new Frame();
    frame.set(ByteBuffer.wrap(bytes), 0, captured, bytes.length, LinkType.ETHERNET, now);
    return table.account(packet, packet.wrap(frame));
  }

  @Nullable Flow frame(String to, String from, Network network) {
    return frame(Frames.ethernet(to, from, network));
  }

  /** The laptop sends to the server, by way of the router. */
  Flow up(Transport transport) {
    return heard(frame(ROUTER, LAPTOP, Frames.ipv4(LAPTOP_IP, SERVER_IP, transport)));
  }

  Flow down(Transport transport) {
    return heard(frame(LAPTOP, ROUTER, Frames.ipv4(SERVER_IP, LAPTOP_IP, transport)));
  }

  List<FlowUpdate> drain() {
    return table.drainFlows(now, false);
  }

  List<FlowUpdate> drainAll() {
    return table.drainFlows(now, true);
  }

  /** The only flow there was. */
  FlowUpdate only() {
    List<FlowUpdate> updates = drain();
    assertThat(updates).hasSize(1);
    return updates.get(0);
  }

  private static Flow heard(@Nullable Flow flow) {
    if (flow == null) {
      throw new AssertionError("the packet is of no flow");
    }
    return flow;
  }
}
