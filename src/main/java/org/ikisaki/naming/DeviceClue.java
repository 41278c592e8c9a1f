package org.ikisaki.naming;

import org.ikisaki.wire.MacAddress;

/**
 * One thing that was said of a device of the house.
 *
 * @param device its MAC address, or the IP address that somebody called it by, as text
 * @param value harmless text: bytes that are not plain are escaped
 */
public record DeviceClue(String device, ClueKind kind, String value) {
  static DeviceClue of(long mac, ClueKind kind, String value) {
    return new DeviceClue(MacAddress.format(mac), kind, value);
  }

  /** That a device has a role. */
  public static DeviceClue of(String device, Role role) {
    return new DeviceClue(device, ClueKind.ROLE, role.label());
  }
}
