package org.ikisaki.flow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ikisaki.wire.IpProtocol;
import org.ikisaki.wire.MacAddress;
import org.ikisaki.wire.Packet;
import org.ikisaki.wire.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The flows of one source, in a bounded table. Confined to its capture thread.
 *
 * <p>An idle flow ends after its time-out in packet time. A long one needs no active time-out: each
 * drain tells what it did since the last.
 */
public final class FlowTable {
  /**
   * How much of the table may come, go and still be told of flow by flow in one drain. In a flood
   * the updates outweigh the table, and nobody reads them.
   */
  private static final int TOLD_SHARE = 4;

  /**
   * How long a TCP connection that is over waits for stragglers: the last acknowledgments, and what
   * is sent again because they were lost.
   */
  private static final long LINGER = TimeUnit.SECONDS.toNanos(10);

  private static final long NOT_YET = Long.MIN_VALUE;

  private final HomeNetworks home;
  private final long tcpTimeout;
  private final long closedTimeout;
  private final long otherTimeout;
  private final long shortestTimeout;
  private final FlowSlots slots;
  private final EndedFlows ended;
  private final FragmentPorts fragments = new FragmentPorts();
  private final StrayFragments strays = new StrayFragments();
  private final Devices devices;
  private final AddressBook book;
  private final Neighbours neighbours;
  private final FlowKey key = new FlowKey();

  /** Most packets are of the same flow as the one before. */
  private @Nullable Flow latest;

  private long nextId = 1;

  /** When the first flow was seen. What is heard for the first time soon after may be older. */
  private long begun = NOT_YET;

  private long evicted;

  /** A table that knows no device yet. */
  public FlowTable(FlowSettings settings, HomeNetworks home) {
    this(settings, home, new KeptDevices());
  }

  /**
   * The same.
   *
   * @param kept devices that there is always room for
   */
  public FlowTable(FlowSettings settings, HomeNetworks home, KeptDevices kept) {
    this.home = home;
    devices = new Devices(kept);
    book = new AddressBook(devices);
    tcpTimeout = settings.tcpTimeout().toNanos();
    otherTimeout = settings.udpTimeout().toNanos();
    closedTimeout = Math.min(LINGER, tcpTimeout);
    shortestTimeout = Math.min(closedTimeout, otherTimeout);
    slots = new FlowSlots(settings.max());
    ended = new EndedFlows(Math.max(1, settings.max() / TOLD_SHARE));
    neighbours = new Neighbours(home, book);
  }

  /**
   * Accounts a packet as decoded, or what its link layer tells of devices if it holds no IP.
   *
   * @return its flow, to be read before the next call, or null where the verdict is not IP
   */
  public @Nullable Flow account(Packet packet, Verdict verdict) {
    long now = packet.frame().timestamp();
    Device sender = devices.heard(packet.sourceMac(), packet.frame().wireLength(), now);
    if (sender != null && neighbours.hear(packet, verdict, sender)) {
      homeGrew();
    }
    if (!verdict.isIp()) {
      return null;
    }
    boolean isStray = packet.isLaterFragment() && fragments.find(packet) == 0;
    boolean isSegment = isSegment(packet, verdict);
    Flow flow = find(packet);
    if (flow != null && (isExpired(flow, now) || isSegment && isReplaced(flow, packet))) {
      end(flow);
      readKey(packet);
      flow = null;
    }
    if (flow == null) {
      flow = open(packet, sender, now);
    } else {
      flow.heardAgain = true;
    }
    if (sender != null) {
      showed(flow, key.sender, sender);
    }
    flow.count(key.sender, packet.ipBytes(), now);
    if (packet.isFirstFragment()) {
      strays.move(packet, flow, key.sender, slots::remove);
    } else if (isStray) {
      strays.add(packet, flow, key.sender);
    }
    TcpConnection tcp = flow.tcp();
    if (tcp != null && isSegment) {
      tcp.take(packet, key.sender, now);
    }
    latest = flow;
    return flow;
  }

  /**
   * What each flow did since the last call, by flow id; flows idle for longer than their time-out
   * at {@code now} (nanoseconds since 1970) end, TCP connections that are over soon after, and with
   * {@code endAll} every one.
   *
   * <p>Where flows came and went faster than the table is wide, the rest of them is one {@link
   * FlowUpdate#isOther()} for each device.
   */
  public List<FlowUpdate> drainFlows(long now, boolean endAll) {
    List<FlowUpdate> updates = new ArrayList<>();
    strays.clear();
    for (int i = 0; i < slots.slots(); i++) {
      Flow flow = slots.slot(i);
      if (flow.live) {
        boolean ends = endAll || isExpired(flow, now);
        if (ends || flow.isActive()) {
          updates.add(flow.update(ends));
        }
        if (ends) {
          slots.remove(flow);
        }
      }
    }
    nextId = ended.drainTo(updates, nextId);
    updates.sort(Comparator.comparingLong(FlowUpdate::id));
    return updates;
  }

  /** What was seen of each device since the last call, by device. */
  public List<DeviceUpdate> drainDevices() {
    return devices.drain();
  }

  /** Flows in the table now. */
  public int size() {
    return slots.size();
  }

  /** Flows ever that had to make room for others. */
  public long evicted() {
    return evicted;
  }

  /** Flows ever that are in no update of their own, see {@link FlowUpdate#isOther()}. */
  public long folded() {
    return ended.folded();
  }

  /** The ports of a later fragment whose first was not seen yet are unknown, and 0 here. */
  private void readKey(Packet packet) {
    int sourcePort = packet.sourcePort();
    int destinationPort = packet.destinationPort();
    if (packet.isLaterFragment()) {
      int ports = fragments.find(packet);
      sourcePort = ports >>> 16;
      destinationPort = ports & 0xffff;
    } else if (packet.isFirstFragment()) {
      fragments.remember(packet);
    }
    key.set(
        packet.protocol(),
        packet.sourceHigh(),
        packet.sourceLow(),
        sourcePort,
        packet.destinationHigh(),
        packet.destinationLow(),
        destinationPort);
  }

  /** Finds a packet's flow and sets the key's sender; all of the key if there is no such flow. */
  private @Nullable Flow find(Packet packet) {
    Flow flow = latest;
    if (flow != null && flow.live && !packet.isLaterFragment() && !packet.isFirstFragment()) {
      int sender = flow.sender(packet);
      if (sender != Flow.NEITHER) {
        key.sender = sender;
        return flow;
      }
    }
    readKey(packet);
    return slots.find(key);
  }

  private Flow open(Packet packet, @Nullable Device sender, long now) {
    if (slots.isFull()) {
      makeRoom(now);
    }
    int source = key.sender;
    int destination = 1 - source;
    long destinationMac = packet.destinationMac();
    boolean toGroup =
        Addresses.isGroup(packet.destinationHigh(), packet.destinationLow())
            || isGroup(destinationMac);
    Flow flow = slots.add(key);
    if (begun == NOT_YET) {
      begun = now;
    }
    boolean awaited = now - begun > otherTimeout;
    flow.begin(nextId++, now, Opening.end(key, packet.tcpFlags(), toGroup), awaited);
    settle(flow);
    flow.setMac(source, sender);
    if (flow.isHome(destination)) {
      flow.setMac(destination, devices.withMac(destinationMac));
    }
    if (sender != null && flow.isHome(source) && isGroup(destinationMac)) {
      book.bindOwner(sender, packet.sourceHigh(), packet.sourceLow());
    }
    locate(flow);
    return flow;
  }

  private void makeRoom(long now) {
    Flow flow = slots.stalest();
    if (!isExpired(flow, now)) {
      evicted++;
    }
    end(flow);
  }

  private void end(Flow flow) {
    ended.add(flow);
    slots.remove(flow);
  }

  /** Takes in that a packet came from an end of this flow through this MAC address. */
  private void showed(Flow flow, int end, Device mac) {
    if (flow.mac(end) == null) {
      flow.setMac(end, mac);
      locate(flow);
    }
    if (!mac.isRouter() && bringsIn(flow, end) && mac.hasMac()) {
      routerFound(mac);
    }
  }

  /**
   * Whether this end is elsewhere and its packets come home. Being elsewhere is not enough: phones
   * let slip packets from the address of their other network.
   */
  private static boolean bringsIn(Flow flow, int end) {
    return !flow.isHome(end)
        && flow.isHome(1 - end)
        && !Addresses.isLinkScoped(flow.high(end), flow.low(end));
  }

  private void routerFound(Device router) {
    book.routerFound(router);
    for (int i = 0; i < slots.slots(); i++) {
      Flow flow = slots.slot(i);
      if (flow.live && (flow.mac(0) == router || flow.mac(1) == router)) {
        locate(flow);
      }
    }
  }

  private void homeGrew() {
    for (int i = 0; i < slots.slots(); i++) {
      Flow flow = slots.slot(i);
      if (flow.live) {
        settle(flow);
        locate(flow);
      }
    }
  }

  private void settle(Flow flow) {
    flow.settle(home.contains(flow.high(0), flow.low(0)), home.contains(flow.high(1), flow.low(1)));
  }

  private void locate(Flow flow) {
    int local = flow.local();
    int remote = 1 - local;
    Device remoteMac = flow.mac(remote);
    if (remoteMac != null && flow.isHome(remote)) {
      book.bindTo(remoteMac, flow.high(remote), flow.low(remote));
    }
    flow.setDevice(
        flow.isHome(local)
            ? book.deviceAt(flow.high(local), flow.low(local), flow.mac(local))
            : DeviceId.UNKNOWN);
  }

  private boolean isExpired(Flow flow, long now) {
    long idle = now - flow.lastSeen();
    return idle > shortestTimeout && idle > timeout(flow);
  }

  private long timeout(Flow flow) {
    TcpConnection tcp = flow.tcp();
    return tcp == null ? otherTimeout : tcp.isClosed() ? closedTimeout : tcpTimeout;
  }

  /** Whether all fields of a TCP header that were captured can be believed. */
  private static boolean isSegment(Packet packet, Verdict verdict) {
    return verdict == Verdict.PORTS
        && packet.protocol() == IpProtocol.TCP
        && !packet.isFirstFragment();
  }

  private boolean isReplaced(Flow flow, Packet packet) {
    TcpConnection tcp = flow.tcp();
    return tcp != null && tcp.isReplacedBy(packet, key.sender);
  }

  private static boolean isGroup(long mac) {
    return mac != MacAddress.NONE && MacAddress.isGroup(mac);
  }
}
