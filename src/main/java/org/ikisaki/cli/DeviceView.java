package org.ikisaki.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ikisaki.device.Evidence;
import org.ikisaki.device.Returning;
import org.ikisaki.device.Title;
import org.ikisaki.device.Types;
import org.ikisaki.device.VendorName;
import org.ikisaki.device.Vendors;
import org.ikisaki.naming.Role;
import org.ikisaki.store.Counters;
import org.ikisaki.store.DeviceRow;
import org.jspecify.annotations.Nullable;

/** Reads devices for people: what they are and why, who they look like. */
final class DeviceView {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final Vendors vendors = new Vendors();
  private final Types types = Types.load(vendors);
  private final List<DeviceRow> all;

  DeviceView(List<DeviceRow> all) {
    this.all = List.copyOf(all);
  }

  Title title(DeviceRow device) {
    return Title.of(device.evidence(), vendors);
  }

  Optional<Types.Guess> type(DeviceRow device) {
    return types.of(device.evidence());
  }

  String typeName(DeviceRow device) {
    return type(device).map(Types.Guess::type).orElse("");
  }

  String vendor(DeviceRow device) {
    String vendor = device.evidence().hasMac() ? vendors.of(device.evidence().mac()) : null;
    return vendor == null ? "" : vendor;
  }

  String shortVendor(DeviceRow device) {
    String vendor = vendor(device);
    return vendor.isEmpty() ? "" : VendorName.shorten(vendor);
  }

  /** What sets it apart from the others, in a word or two each. */
  List<String> flags(DeviceRow device) {
    List<String> flags = new ArrayList<>();
    Evidence evidence = device.evidence();
    if (evidence.has(Role.MONITOR)) {
      flags.add("this computer");
    }
    if (evidence.has(Role.FORWARDS) || evidence.has(Role.GATEWAY)) {
      flags.add("gateway");
    }
    if (evidence.has(Role.DHCP_SERVER)) {
      flags.add("DHCP server");
    }
    if (evidence.has(Role.DNS_SERVER)) {
      flags.add("DNS server");
    }
    if (evidence.isRandomised()) {
      flags.add("random MAC");
    }
    if (!evidence.hasMac()) {
      flags.add("behind a router");
    }
    if (!device.joined().isEmpty()) {
      flags.add(device.joined().size() + " joined");
    }
    return flags;
  }

  /** Whom it may have been before, and how to say so; null if it looks like nobody. */
  @Nullable String suggestion(DeviceRow device) {
    return Returning.find(device.evidence(), all.stream().map(DeviceRow::evidence).toList())
        .map(
            found ->
                "%s (%s) looks like %s, known as %s: %s; if so: ikisaki devices join %s %s"
                    .formatted(
                        device.label(),
                        device.evidence().key(),
                        label(found.other().key()),
                        found.other().key(),
                        found.reason(),
                        found.other().key(),
                        device.evidence().key()))
        .orElse(null);
  }

  JsonObject json(DeviceRow device, Counters traffic) {
    Evidence evidence = device.evidence();
    JsonObject object = Json.counters(traffic);
    object.addProperty("device", evidence.key());
    object.addProperty("name", device.label());
    object.addProperty("name_source", title(device).source());
    Optional<Types.Guess> type = type(device);
    object.addProperty("type", type.map(Types.Guess::type).orElse(null));
    object.addProperty("type_reason", type.map(Types.Guess::reason).orElse(null));
    object.addProperty("vendor", vendor(device));
    object.addProperty("owner", evidence.owner());
    object.add("addresses", array(evidence.addresses()));
    object.add("joined", array(device.joined()));
    object.add("flags", array(flags(device)));
    object.addProperty("first_seen", Instant.ofEpochSecond(evidence.firstSeen()).toString());
    object.addProperty("last_seen", Instant.ofEpochSecond(evidence.lastSeen()).toString());
    object.addProperty("suggestion", suggestion(device));
    return object;
  }

  static String time(long seconds) {
    return TIME.format(Instant.ofEpochSecond(seconds).atZone(ZoneId.systemDefault()));
  }

  private String label(String key) {
    return all.stream()
        .filter(device -> device.evidence().key().equals(key))
        .map(DeviceRow::label)
        .findFirst()
        .orElse(key);
  }

  private static JsonArray array(List<String> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }
}
