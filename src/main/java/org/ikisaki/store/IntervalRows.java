package org.ikisaki.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ikisaki.flow.DeviceId;
import org.ikisaki.naming.Claim;
import org.ikisaki.naming.DeviceClue;
import org.ikisaki.naming.DnsAnswer;
import org.ikisaki.naming.Name;
import org.ikisaki.wire.IpAddress;

/**
 * All that one interval of one source adds to the store, in one transaction.
 *
 * @param start aligned to ten seconds
 * @param ownNames what flows called themselves
 * @param claims what certificates and pointers called addresses
 * @param devices who was there
 * @param clues what was said of devices
 */
public record IntervalRows(
    String source,
    Instant start,
    Instant end,
    List<Traffic> traffic,
    List<DeviceAddress> addresses,
    List<DnsAnswer> answers,
    List<OwnName> ownNames,
    List<Claim> claims,
    Set<DeviceId> devices,
    List<DeviceClue> clues,
    Visibility visibility,
    CaptureStats capture) {
  public IntervalRows {
    traffic = List.copyOf(traffic);
    addresses = List.copyOf(addresses);
    answers = List.copyOf(answers);
    ownNames = List.copyOf(ownNames);
    claims = List.copyOf(claims);
    devices = Collections.unmodifiableSet(new LinkedHashSet<>(devices));
    clues = List.copyOf(clues);
  }

  /** The same at another time, in the ten seconds that it then began in. */
  public IntervalRows shifted(Duration by) {
    Instant shifted =
        Instant.ofEpochSecond(Level.TEN_SECONDS.floor(start.plus(by).getEpochSecond()));
    Duration exact = Duration.between(start, shifted);
    return new IntervalRows(
        source,
        shifted,
        end.plus(exact),
        traffic,
        addresses,
        answers.stream().map(answer -> answer.at(answer.timestamp() + exact.toNanos())).toList(),
        ownNames.stream()
            .map(own -> new OwnName(own.client, own.address, own.name, own.seen.plus(exact)))
            .toList(),
        claims.stream().map(claim -> claim.at(claim.timestamp() + exact.toNanos())).toList(),
        devices,
        clues,
        visibility,
        capture);
  }

  /** What passed between one device and one endpoint. */
  public record Traffic(
      DeviceId device, Endpoint endpoint, Counters counters, RoundTrips roundTrips) {
    /** The same, with no handshake. */
    public Traffic(DeviceId device, Endpoint endpoint, Counters counters) {
      this(device, endpoint, counters, RoundTrips.NONE);
    }

    /** With what else passed between the two. */
    public Traffic plus(Traffic more) {
      return new Traffic(
          device, endpoint, counters.plus(more.counters), roundTrips.plus(more.roundTrips));
    }
  }

  /** An address that a device was seen to use. */
  public record DeviceAddress(DeviceId device, IpAddress address) {}

  /**
   * What a flow of {@code client} to {@code address} called itself, or a resolver's log called it.
   *
   * @param client see FlowUpdate.client
   * @param seen in the interval that began then
   */
  public record OwnName(String client, IpAddress address, Name name, Instant seen) {}

  /**
   * What the source counted in the interval: frames are ipPackets + notIp + undecoded + duplicates.
   *
   * @param notIp frames that hold no IP
   * @param undecoded frames that should hold IP but could not be read
   * @param droppedByKernel frames the kernel had no room for
   * @param droppedByInterface frames the network interface lost
   * @param duplicates frames that hold a packet which was counted just before
   * @param gaps how often the source was lost
   * @param flowsEvicted flows that ended early, as there was no room for more
   * @param unread DNS answers and openings of connections that bounds kept from being read
   */
  public record CaptureStats(
      long frames,
      long frameBytes,
      long ipPackets,
      long ipBytes,
      long notIp,
      long undecoded,
      long droppedByKernel,
      long droppedByInterface,
      long duplicates,
      long gaps,
      long flowsEvicted,
      long unread) {
    public static final CaptureStats ZERO = new CaptureStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public CaptureStats plus(CaptureStats other) {
      return new CaptureStats(
          frames + other.frames,
          frameBytes + other.frameBytes,
          ipPackets + other.ipPackets,
          ipBytes + other.ipBytes,
          notIp + other.notIp,
          undecoded + other.undecoded,
          droppedByKernel + other.droppedByKernel,
          droppedByInterface + other.droppedByInterface,
          duplicates + other.duplicates,
          gaps + other.gaps,
          flowsEvicted + other.flowsEvicted,
          unread + other.unread);
    }

    /** Frames that nobody counted: if there are any, all other figures are too low. */
    public long lost() {
      return droppedByKernel + droppedByInterface;
    }
  }
}
