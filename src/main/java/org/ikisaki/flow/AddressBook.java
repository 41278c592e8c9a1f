package org.ikisaki.flow;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Which device an address at home belongs to. Confined to one capture thread.
 *
 * <p>A packet that came straight from a device shows its MAC address; one that a router forwarded
 * shows the router's. So an address is bound to a MAC address when that is no router's, or when
 * only its owner can have said so: in ARP and Neighbor Discovery, in broadcasts and multicasts,
 * which home routers don't forward, and from link-local addresses.
 */
final class AddressBook {
  /** What was not asked for longest is forgotten first; hearing of it again restores it. */
  static final int MAX = 4_096;

  /** An address in use is told of again after this time, so that it can be seen to be. */
  private static final long TOLD_AGAIN = TimeUnit.HOURS.toNanos(1);

  private final Map<IpAddress, Binding> bindings = new LinkedHashMap<>(64, 0.75f, true);
  private final Devices devices;

  AddressBook(Devices devices) {
    this.devices = devices;
  }

  /**
   * The device at an address.
   *
   * @param mac the device with the MAC address that its packet showed, if any
   */
  DeviceId deviceAt(long high, long low, @Nullable Device mac) {
    if (mac != null && bindTo(mac, high, low)) {
      return mac.id();
    }
    IpAddress address = new IpAddress(high, low);
    Binding binding = bindings.get(address);
    return binding != null && binding.holds()
        ? binding.device.id()
        : devices.withAddress(address).id();
  }

  /** Binds an address to the MAC address that a packet from or to it showed, if that is its own. */
  boolean bindTo(Device mac, long high, long low) {
    boolean linkScoped = Addresses.isLinkScoped(high, low);
    if (mac.isRouter() && !linkScoped) {
      return false;
    }
    bind(mac, high, low, linkScoped);
    return true;
  }

  /** Binds an address to the MAC address of its owner. */
  void bindOwner(Device mac, long high, long low) {
    bind(mac, high, low, true);
  }

  /** A device turned out to be a router: what else came from it may be others'. */
  void routerFound(Device router) {
    router.setRouter();
    router
        .newAddresses()
        .removeIf(
            address -> {
              Binding binding = bindings.get(address);
              return binding == null || !binding.owned;
            });
  }

  private void bind(Device device, long high, long low, boolean owned) {
    if (!device.hasMac() || Addresses.isUnspecified(high, low)) {
      return;
    }
    IpAddress address = new IpAddress(high, low);
    Binding binding = bindings.get(address);
    if (binding == null) {
      makeRoom();
      binding = new Binding(device, owned);
      bindings.put(address, binding);
      tell(binding, address);
    } else if (binding.device == device) {
      // A router's was not told of while it could be another's.
      boolean isNews = owned && !binding.owned;
      binding.owned |= owned;
      if (isNews || devices.now() - binding.told >= TOLD_AGAIN) {
        tell(binding, address);
      }
    } else if (owned || !binding.owned || binding.device.isForgotten()) {
      binding.device = device;
      binding.owned = owned;
      tell(binding, address);
    }
  }

  private void tell(Binding binding, IpAddress address) {
    devices.addAddress(binding.device, address);
    binding.told = devices.now();
  }

  private void makeRoom() {
    if (bindings.size() == MAX) {
      Iterator<Binding> eldest = bindings.values().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  private static final class Binding {
    private Device device;
    private boolean owned;
    private long told;

    Binding(Device device, boolean owned) {
      this.device = device;
      this.owned = owned;
    }

    boolean holds() {
      return owned || !device.isRouter();
    }
  }
}
