package org.ikisaki.trace;

import org.ikisaki.wire.IpAddress;

/**
 * An address to trace.
 *
 * @param name what the user or the list called it: a host name, or the address itself
 */
public record Target(String name, IpAddress address) {
  public static Target of(IpAddress address) {
    return new Target(address.toString(), address);
  }
}
