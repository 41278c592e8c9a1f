package org.ikisaki.flow;

import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.MacAddress;

/**
 * What a device is known by: its MAC address, or its IP address where its MAC is the router's.
 *
 * @param text canonical text form of either
 */
public record DeviceId(String text) implements Comparable<DeviceId> {
  /** Neither end of the flow is at home. */
  public static final DeviceId UNKNOWN = new DeviceId("(unknown)");

  /** All devices beyond those that are told apart. */
  public static final DeviceId OVERFLOW = new DeviceId("(overflow)");

  public static DeviceId ofMac(long mac) {
    return new DeviceId(MacAddress.format(mac));
  }

  public static DeviceId ofAddress(IpAddress address) {
    return new DeviceId(address.toString());
  }

  // Those that a record has by itself are slow.
  @Override
  public boolean equals(Object other) {
    return this == other || other instanceof DeviceId that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public int compareTo(DeviceId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
