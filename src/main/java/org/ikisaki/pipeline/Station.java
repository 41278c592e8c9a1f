package org.ikisaki.pipeline;

import java.util.List;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.MacAddress;

/**
 * This computer, as seen on the network that it listens to.
 *
 * @param mac of the interface, or {@link MacAddress#NONE}
 * @param addresses of all its interfaces
 */
public record Station(long mac, List<IpAddress> addresses) {
  /** Of a source that hears no network of ours: a file, a pipe. */
  public static final Station NONE = new Station(MacAddress.NONE, List.of());

  public Station {
    addresses = List.copyOf(addresses);
  }
}
