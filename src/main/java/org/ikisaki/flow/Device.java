package org.ikisaki.flow;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/** What is known of one device. Confined to one capture thread. */
final class Device {
  private final DeviceId id;
  private final long mac;
  private final Set<IpAddress> newAddresses = new LinkedHashSet<>(2);
  private long frames;
  private long frameBytes;
  private long lastSeen;
  private boolean router;
  private boolean advertiser;
  private boolean forgotten;

  /** The next with the same hash. */
  @Nullable Device next;

  private Device(DeviceId id, long mac) {
    this.id = id;
    this.mac = mac;
  }

  static Device ofMac(long mac) {
    return new Device(DeviceId.ofMac(mac), mac);
  }

  static Device ofAddress(IpAddress address) {
    Device device = new Device(DeviceId.ofAddress(address), MacAddress.NONE);
    device.newAddresses.add(address);
    return device;
  }

  static Device overflow() {
    return new Device(DeviceId.OVERFLOW, MacAddress.NONE);
  }

  DeviceId id() {
    return id;
  }

  boolean hasMac() {
    return mac != MacAddress.NONE;
  }

  long mac() {
    return mac;
  }

  void sent(long bytes) {
    frames++;
    frameBytes += bytes;
  }

  void seen(long now) {
    lastSeen = now;
  }

  long lastSeen() {
    return lastSeen;
  }

  /** Whether its MAC address brings packets of others. */
  boolean isRouter() {
    return router;
  }

  void setRouter() {
    router = true;
  }

  /** It announced itself as a router. */
  void setAdvertiser() {
    advertiser = true;
  }

  boolean isForgotten() {
    return forgotten;
  }

  void forget() {
    forgotten = true;
  }

  /** Addresses to be told of, in order of sight. */
  Set<IpAddress> newAddresses() {
    return newAddresses;
  }

  boolean hasNews() {
    return frames != 0 || !newAddresses.isEmpty();
  }

  DeviceUpdate update() {
    DeviceUpdate update =
        new DeviceUpdate(id, List.copyOf(newAddresses), frames, frameBytes, router, advertiser);
    newAddresses.clear();
    frames = 0;
    frameBytes = 0;
    return update;
  }
}
