package org.ikisaki.flow;

import org.ikisaki.wire.IpAddress;

/**
 * What one flow did in one interval, seen from its local end. Immutable, so it may leave the
 * capture thread.
 *
 * <p>Local is the end at home; where both ends or neither are, the end that opened the flow.
 *
 * <p>A flow's device may change from one update to the next when more was learned: a prefix was
 * announced on the link, or a MAC address turned out to be a router's.
 *
 * @param id unique among the flows of one source while the process runs; grows with first sight
 * @param device the local end, or {@link DeviceId#UNKNOWN} where neither end is at home
 * @param protocol IP protocol number
 * @param localOpened whether the local end opened it, as far as could be seen
 * @param openingSeen whether its first packet was seen, and not only one from its middle
 * @param remoteIsHome whether the remote end is at home too
 * @param firstSeen nanoseconds since 1970 of the flow's first packet
 * @param isNew whether this is the flow's first update
 * @param ended whether it is the last: the flow was over or timed out, was evicted, or its source
 *     ended
 * @param bytesDown IP bytes towards the local end in this interval
 * @param bytesUp IP bytes from the local end in this interval
 * @param rttLocal nanoseconds from here to the local end and back, as the TCP handshake took them
 *     that completed in this interval; 0 if none did, or not all of it was seen
 * @param rttRemote the same of the remote end; with {@code rttLocal} the whole round trip
 * @param retransmittedDown TCP segments towards the local end that brought nothing new, without
 *     keep-alives, window probes and what was overtaken on its way
 * @param retransmittedUp the same from the local end
 */
public record FlowUpdate(
    long id,
    DeviceId device,
    IpAddress localAddress,
    int localPort,
    IpAddress remoteAddress,
    int remotePort,
    int protocol,
    boolean localOpened,
    boolean openingSeen,
    boolean remoteIsHome,
    long firstSeen,
    boolean isNew,
    boolean ended,
    long bytesDown,
    long bytesUp,
    long packetsDown,
    long packetsUp,
    long rttLocal,
    long rttRemote,
    long retransmittedDown,
    long retransmittedUp) {
  private static final IpAddress ANY = new IpAddress(0, 0);

  /**
   * What flows of {@code device} did that came and went in a flood, when there was no room to tell
   * of each: both addresses unspecified, ports and protocol 0, an id of its own.
   */
  static FlowUpdate other(
      long id,
      DeviceId device,
      long firstSeen,
      long bytesDown,
      long bytesUp,
      long packetsDown,
      long packetsUp,
      long retransmittedDown,
      long retransmittedUp) {
    return new FlowUpdate(
        id,
        device,
        ANY,
        0,
        ANY,
        0,
        0,
        true,
        true,
        false,
        firstSeen,
        true,
        true,
        bytesDown,
        bytesUp,
        packetsDown,
        packetsUp,
        0,
        0,
        retransmittedDown,
        retransmittedUp);
  }

  /** Whether this is the sum of flows that could not be told of one by one. */
  public boolean isOther() {
    return protocol == 0 && localAddress.equals(ANY) && remoteAddress.equals(ANY);
  }

  /** The port of the end that did not open the flow. */
  public int serverPort() {
    return localOpened ? remotePort : localPort;
  }

  /**
   * Whose evidence names this flow: the device, or the local address where that is unknown or one
   * of too many.
   */
  public String client() {
    return client(device, localAddress);
  }

  /** See {@link #client()}. */
  public static String client(DeviceId device, IpAddress localAddress) {
    return device.equals(DeviceId.UNKNOWN) || device.equals(DeviceId.OVERFLOW)
        ? localAddress.toString()
        : device.text();
  }
}
