package org.ikisaki.demo;

import java.util.HashMap;
import java.util.Map;
import org.ikisaki.demo.Device.Ipv6Addresses;
import org.ikisaki.wire.IpAddress;

/**
 * What a device remembers: which port it used last, and which names it has looked up. Confined to
 * one thread.
 */
final class Client {
  private static final int FIRST_PORT = 49_152;
  private static final int PORTS = 16_384;

  private final Device device;
  private final Map<RemoteHost, Long> cache = new HashMap<>();
  private int port;

  Client(Device device, Dice dice) {
    this.device = device;
    this.port = dice.below(PORTS);
  }

  Device device() {
    return device;
  }

  int nextPort() {
    port = (port + 1) % PORTS;
    return FIRST_PORT + port;
  }

  boolean speaksIpv6() {
    return device.ipv6() != null;
  }

  /** Its end of a conversation that leaves the home. */
  Endpoint global(boolean ipv4, int port) {
    Ipv6Addresses ipv6 = device.ipv6();
    return at(ipv4 || ipv6 == null ? device.ipv4() : ipv6.global(), port);
  }

  Endpoint at(IpAddress address, int port) {
    return new Endpoint(device.mac(), address, port);
  }

  boolean remembers(RemoteHost host, long now) {
    Long until = cache.get(host);
    return until != null && now < until;
  }

  void remember(RemoteHost host, long until) {
    cache.put(host, until);
  }
}
