package org.ikisaki.demo;

import org.ikisaki.wire.IpAddress;

/**
 * One end of a conversation, as it shows on the home's link.
 *
 * @param mac its own MAC address, or the router's where it is not at home
 * @param port 0 where the protocol has none
 */
record Endpoint(long mac, IpAddress address, int port) {}
