package org.ikisaki.demo;

import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * A device of the household.
 *
 * @param name its host name, as it tells DHCP and mDNS
 * @param linkLocal its IPv6 link-local address, null if it speaks IPv4 only
 * @param global its address within the prefix that the router announces, null likewise
 * @param unique its unique local address (RFC 4193), null likewise
 */
public record Device(
    String name,
    Kind kind,
    long mac,
    IpAddress ipv4,
    @Nullable IpAddress linkLocal,
    @Nullable IpAddress global,
    @Nullable IpAddress unique) {

  /** What a device is, as far as that shows in its traffic. */
  public enum Kind {
    ROUTER,
    PHONE,
    LAPTOP,
    TABLET,
    SCREEN,
    CONSOLE,
    APPLIANCE,
    SERVER;

    /** Whether a current browser's libraries speak for it. */
    boolean browses() {
      return this == PHONE || this == LAPTOP || this == TABLET;
    }

    /** Whether it leaves the home in somebody's pocket, and finds a network anew. */
    boolean roams() {
      return this == PHONE;
    }
  }

  /** The MAC address in its canonical text form, by which a monitor knows the device. */
  public String id() {
    return MacAddress.format(mac);
  }
}
