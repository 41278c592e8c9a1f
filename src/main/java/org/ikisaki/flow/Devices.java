package org.ikisaki.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * The devices heard of, by MAC address or by IP address, in bounded number. Confined to one capture
 * thread.
 *
 * <p>When there are too many, further ones are one device together, until others were not heard of
 * for a day: MAC addresses are easily made up, and each device costs the store a series. There is
 * always room for those that the user named.
 */
final class Devices {
  static final int MAX = 1_024;

  /** News in one drain, of all devices together. */
  static final int MAX_NEW_ADDRESSES = 4_096;

  private static final int BUCKET_BITS = 11;
  private static final long FORGOTTEN_AFTER = TimeUnit.DAYS.toNanos(1);

  /** Multiply-shift hashing (Dietzfelbinger et al., 1997) under a key nobody knows. */
  private final long oddKey = new SplittableRandom().nextLong() | 1;

  private final @Nullable Device[] buckets = new Device[1 << BUCKET_BITS];
  private final Map<IpAddress, Device> byAddress = new HashMap<>();
  private final List<Device> all = new ArrayList<>();
  private final Device overflow = Device.overflow();
  private final KeptDevices kept;

  /** Of most frames the sender is one of the last two: a device and its router. */
  private @Nullable Device latest;

  private @Nullable Device beforeLatest;
  private int newAddresses;
  private long now;

  Devices(KeptDevices kept) {
    this.kept = kept;
  }

  /**
   * Counts a frame for its sender.
   *
   * @return the sender, or null where the address says nothing of who sent
   */
  @Nullable Device heard(long sourceMac, long frameBytes, long timestamp) {
    now = timestamp;
    Device device = withMac(sourceMac);
    if (device != null) {
      device.sent(frameBytes);
    }
    return device;
  }

  /** The device with a MAC address; null for a group's, for none and for zero (loopback). */
  @Nullable Device withMac(long mac) {
    Device device = latest;
    if (device == null || device.mac() != mac) {
      device = beforeLatest;
      if (device == null || device.mac() != mac) {
        if (mac == MacAddress.NONE || mac == 0 || MacAddress.isGroup(mac)) {
          return null;
        }
        device = find(mac);
        if (device == null) {
          return overflow;
        }
      }
      beforeLatest = latest;
      latest = device;
    }
    device.seen(now);
    return device;
  }

  /** The device known by an address alone. */
  Device withAddress(IpAddress address) {
    Device device = byAddress.get(address);
    if (device == null) {
      if (all.size() >= MAX || newAddresses == MAX_NEW_ADDRESSES) {
        return overflow;
      }
      newAddresses++;
      device = Device.ofAddress(address);
      byAddress.put(address, device);
      all.add(device);
    }
    device.seen(now);
    return device;
  }

  /** Notes that a device has this address, as was not known or not told lately. */
  void addAddress(Device device, IpAddress address) {
    if (newAddresses < MAX_NEW_ADDRESSES && device.newAddresses().add(address)) {
      newAddresses++;
    }
  }

  /** The time of the latest packet. */
  long now() {
    return now;
  }

  List<DeviceUpdate> drain() {
    List<DeviceUpdate> updates = new ArrayList<>();
    for (Device device : all) {
      if (device.hasNews()) {
        updates.add(device.update());
      }
    }
    if (overflow.hasNews()) {
      updates.add(overflow.update());
    }
    updates.sort(Comparator.comparing(DeviceUpdate::device));
    newAddresses = 0;
    if (all.size() >= MAX) {
      forgetTheSilent();
    }
    return updates;
  }

  private @Nullable Device find(long mac) {
    int bucket = bucket(mac);
    Device device = buckets[bucket];
    while (device != null && device.mac() != mac) {
      device = device.next;
    }
    if (device == null && (all.size() < MAX || kept.contains(mac))) {
      device = Device.ofMac(mac);
      all.add(device);
      chain(device);
    }
    return device;
  }

  private void forgetTheSilent() {
    for (Device device : all) {
      if (now - device.lastSeen() > FORGOTTEN_AFTER && !kept.contains(device.mac())) {
        device.forget();
      }
    }
    all.removeIf(Device::isForgotten);
    byAddress.values().removeIf(Device::isForgotten);
    latest = null;
    beforeLatest = null;
    Arrays.fill(buckets, null);
    for (Device device : all) {
      if (device.hasMac()) {
        chain(device);
      }
    }
  }

  private void chain(Device device) {
    int bucket = bucket(device.mac());
    device.next = buckets[bucket];
    buckets[bucket] = device;
  }

  private int bucket(long mac) {
    return (int) ((mac * oddKey) >>> (64 - BUCKET_BITS));
  }
}
