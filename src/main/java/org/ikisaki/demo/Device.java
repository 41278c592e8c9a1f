package org.ikisaki.demo;

import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * A device of the household.
 *
 * @param name its host name, as it tells DHCP and mDNS
 * @param ipv6 null if it speaks IPv4 only
 */
public record Device(
    String name, Kind kind, long mac, IpAddress ipv4, @Nullable Ipv6Addresses ipv6) {

  /**
   * The IPv6 addresses of a device.
   *
   * @param linkLocal valid on the link alone
   * @param global within the prefix that the router announces
   * @param unique within the home's unique local prefix (RFC 4193)
   */
  public record Ipv6Addresses(IpAddress linkLocal, IpAddress global, IpAddress unique) {}

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
