package org.ikisaki.flow;

import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.IpProtocol;
import org.ikisaki.wire.Packet;
import org.jspecify.annotations.Nullable;

/**
 * One flow of the table. Confined to the capture thread.
 *
 * <p>The table uses its flows again: one that {@link FlowTable#account} returned is to be read
 * before the next packet is accounted.
 */
public final class Flow {
  /** What {@link #sender} says of a packet of another flow. */
  static final int NEITHER = -1;

  // The ends are numbered as in FlowKey.
  private long high0;
  private long low0;
  private long high1;
  private long low1;
  private int port0;
  private int port1;
  private int protocol;

  private long id;
  private long firstSeen;
  private long lastSeen;

  // Since the last update.
  private long bytes0;
  private long bytes1;
  private long packets0;
  private long packets1;
  private boolean announced;

  /** Whether a datagram of it would have been seen before, had it been there. */
  private boolean awaited;

  private int opener;
  private int local;
  private DeviceId device = DeviceId.UNKNOWN;
  private @Nullable Device mac0;
  private @Nullable Device mac1;
  private boolean home0;
  private boolean home1;
  private @Nullable String client;

  /** Kept for the next TCP flow in this slot; no matter while the protocol is another. */
  private @Nullable TcpConnection connection;

  // The table's own.
  int bucket;
  boolean live;
  boolean heardAgain;
  @Nullable Flow next;

  /** The id of its {@link FlowUpdate}s. */
  public long id() {
    return id;
  }

  /** See {@link FlowUpdate#client()}; made when first asked for. */
  public String client() {
    String known = client;
    if (known == null) {
      known = FlowUpdate.client(device, address(local));
      client = known;
    }
    return known;
  }

  void set(FlowKey key) {
    high0 = key.high0;
    low0 = key.low0;
    high1 = key.high1;
    low1 = key.low1;
    port0 = key.port0;
    port1 = key.port1;
    protocol = key.protocol;
  }

  /** The end that sent a packet, no fragment, or {@link #NEITHER}. */
  int sender(Packet packet) {
    if (protocol != packet.protocol()) {
      return NEITHER;
    }
    long sourceLow = packet.sourceLow();
    long destinationLow = packet.destinationLow();
    if (low0 == sourceLow
        && low1 == destinationLow
        && port0 == packet.sourcePort()
        && port1 == packet.destinationPort()
        && high0 == packet.sourceHigh()
        && high1 == packet.destinationHigh()) {
      return 0;
    }
    return low1 == sourceLow
            && low0 == destinationLow
            && port1 == packet.sourcePort()
            && port0 == packet.destinationPort()
            && high1 == packet.sourceHigh()
            && high0 == packet.destinationHigh()
        ? 1
        : NEITHER;
  }

  boolean matches(FlowKey key) {
    return low0 == key.low0
        && low1 == key.low1
        && port0 == key.port0
        && port1 == key.port1
        && high0 == key.high0
        && high1 == key.high1
        && protocol == key.protocol;
  }

  /** Makes it a new flow of the same ends. */
  void begin(long id, long firstSeen, int opener, boolean awaited) {
    this.id = id;
    this.firstSeen = firstSeen;
    this.opener = opener;
    this.awaited = awaited;
    lastSeen = firstSeen;
    announced = false;
    mac0 = null;
    mac1 = null;
    clearCounts();
    if (protocol == IpProtocol.TCP) {
      if (connection == null) {
        connection = new TcpConnection();
      } else {
        connection.clear();
      }
    }
  }

  void count(int sender, long bytes, long now) {
    if (sender == 0) {
      bytes0 += bytes;
      packets0++;
    } else {
      bytes1 += bytes;
      packets1++;
    }
    lastSeen = now;
  }

  /** Takes back what was counted since the last update and turned out to be another flow's. */
  void uncount(int sender, long bytes) {
    if (sender == 0) {
      bytes0 -= bytes;
      packets0--;
    } else {
      bytes1 -= bytes;
      packets1--;
    }
  }

  /** Settles which end is local; its device is still to be told. */
  void settle(boolean home0, boolean home1) {
    this.home0 = home0;
    this.home1 = home1;
    local = home0 == home1 ? opener : home0 ? 0 : 1;
  }

  void setDevice(DeviceId device) {
    this.device = device;
    client = null;
  }

  /** The device with the MAC address that this end was seen with. */
  @Nullable Device mac(int end) {
    return end == 0 ? mac0 : mac1;
  }

  void setMac(int end, @Nullable Device mac) {
    if (end == 0) {
      mac0 = mac;
    } else {
      mac1 = mac;
    }
  }

  boolean isHome(int end) {
    return end == 0 ? home0 : home1;
  }

  int local() {
    return local;
  }

  long high(int end) {
    return end == 0 ? high0 : high1;
  }

  long low(int end) {
    return end == 0 ? low0 : low1;
  }

  int protocol() {
    return protocol;
  }

  /** Its TCP connection; null if it is of another protocol. */
  @Nullable TcpConnection tcp() {
    return protocol == IpProtocol.TCP ? connection : null;
  }

  DeviceId device() {
    return device;
  }

  long firstSeen() {
    return firstSeen;
  }

  long lastSeen() {
    return lastSeen;
  }

  /** Whether an update told of it already, so that another must tell of its end. */
  boolean isAnnounced() {
    return announced;
  }

  boolean isActive() {
    return (packets0 | packets1) != 0;
  }

  long bytes(int sender) {
    return sender == 0 ? bytes0 : bytes1;
  }

  long packets(int sender) {
    return sender == 0 ? packets0 : packets1;
  }

  long retransmitted(int sender) {
    TcpConnection tcp = tcp();
    return tcp == null ? 0 : tcp.retransmitted(sender);
  }

  /** What it did since the last update. */
  FlowUpdate update(boolean ended) {
    int remote = 1 - local;
    TcpConnection tcp = tcp();
    FlowUpdate update =
        new FlowUpdate(
            id,
            device,
            address(local),
            port(local),
            address(remote),
            port(remote),
            protocol,
            local == opener,
            openingSeen(),
            isHome(remote),
            firstSeen,
            !announced,
            ended,
            bytes(remote),
            bytes(local),
            packets(remote),
            packets(local),
            tcp == null ? 0 : tcp.handshakeHalf(local),
            tcp == null ? 0 : tcp.handshakeHalf(remote),
            retransmitted(remote),
            retransmitted(local));
    announced = true;
    if (tcp != null) {
      tcp.told();
    }
    clearCounts();
    return update;
  }

  private boolean openingSeen() {
    TcpConnection tcp = tcp();
    return tcp == null ? awaited : tcp.isSynSeen();
  }

  private void clearCounts() {
    bytes0 = 0;
    bytes1 = 0;
    packets0 = 0;
    packets1 = 0;
  }

  private IpAddress address(int end) {
    return new IpAddress(high(end), low(end));
  }

  private int port(int end) {
    return end == 0 ? port0 : port1;
  }
}
