package org.ikisaki.naming;

/**
 * What a device called itself.
 *
 * @param mac its MAC address, see MacAddress
 * @param name lower case, bytes other than letters, digits, hyphens and underscores escaped
 * @param source {@code dhcp}, {@code dhcp-fqdn}, {@code dhcpv6-fqdn}, {@code mdns}, {@code llmnr}
 *     or {@code nbns}
 */
public record DeviceName(long mac, String name, String source) {}
