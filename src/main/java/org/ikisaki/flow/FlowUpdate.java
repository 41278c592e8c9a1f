package org.ikisaki.flow;

import org.ikisaki.wire.IpAddress;

/**
 * What one flow did in one interval, seen from its local end. Immutable, so it may leave the
 * capture thread.
 *
 * <p>Local is the end at home; where both ends or neither are, the end that opened the flow.
 *
 * @param id unique among the flows of one source while the process runs; grows with first sight
 * @param device the local end, or {@link DeviceId#UNKNOWN} where neither end is at home
 * @param protocol IP protocol number
 * @param localOpened whether the local end opened it, as far as could be seen
 * @param firstSeen nanoseconds since 1970 of the flow's first packet
 * @param isNew whether this is the flow's first update
 * @param ended whether it is the last: the flow timed out, was evicted, or its source ended
 * @param bytesDown IP bytes towards the local end in this interval
 * @param bytesUp IP bytes from the local end in this interval
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
    long firstSeen,
    boolean isNew,
    boolean ended,
    long bytesDown,
    long bytesUp,
    long packetsDown,
    long packetsUp) {

  /** The port of the end that did not open the flow. */
  public int serverPort() {
    return localOpened ? remotePort : localPort;
  }

  /** Whose evidence names this flow: the device, or the local address where that is unknown. */
  public String client() {
    return client(device, localAddress);
  }

  /** See {@link #client()}. */
  public static String client(DeviceId device, IpAddress localAddress) {
    return device.equals(DeviceId.UNKNOWN) ? localAddress.toString() : device.text();
  }
}
