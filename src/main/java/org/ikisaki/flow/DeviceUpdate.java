package org.ikisaki.flow;

import java.util.List;
import org.ikisaki.wire.IpAddress;

/**
 * What was seen of one MAC address, or of one device known by its address, in one interval.
 *
 * @param device who
 * @param newAddresses addresses seen for it for the first time, or again after an hour, in order
 * @param framesSent frames with this source MAC address; 0 for a device known by its address
 * @param frameBytesSent their bytes on the wire
 * @param forwards whether it brings packets of others, by what is known so far
 * @param advertises whether it announces itself as a router, by what is known so far
 */
public record DeviceUpdate(
    DeviceId device,
    List<IpAddress> newAddresses,
    long framesSent,
    long frameBytesSent,
    boolean forwards,
    boolean advertises) {
  public DeviceUpdate {
    newAddresses = List.copyOf(newAddresses);
  }
}
