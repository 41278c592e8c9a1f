package org.ikisaki.trace.read;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.ikisaki.trace.Hop;
import org.ikisaki.wire.IpAddress;

/** Fields that may be missing, of JSON that others wrote. */
final class Fields {
  private static final int MAX_TTL = 255;
  private static final double NANOS_PER_MILLI = 1e6;

  private Fields() {}

  static String text(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  static long number(JsonObject object, String name, long missing) {
    return (long) decimal(object, name, (double) missing);
  }

  /** {@code missing} where it is no number. */
  static double decimal(JsonObject object, String name, double missing) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()
        ? value.getAsDouble()
        : missing;
  }

  /** False where it is missing, or none. */
  static boolean flag(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonPrimitive() && value.getAsBoolean();
  }

  /** Milliseconds as nanoseconds, -1 where missing or absurd. */
  static long nanos(JsonObject object, String name) {
    double millis = decimal(object, name, -1);
    return millis >= 0 && millis < 1e6 ? (long) (millis * NANOS_PER_MILLI) : -1;
  }

  static Optional<IpAddress> address(JsonObject object, String name) {
    return Addresses.parse(text(object, name));
  }

  /** Empty where it is missing, or none. */
  static JsonObject object(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonObject() ? value.getAsJsonObject() : new JsonObject();
  }

  /** Empty where it is missing, or none. */
  static List<JsonObject> objects(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonArray()
        ? value.getAsJsonArray().asList().stream()
            .filter(JsonElement::isJsonObject)
            .map(JsonElement::getAsJsonObject)
            .toList()
        : List.of();
  }

  static boolean isTtl(long value) {
    return value >= 1 && value <= MAX_TTL;
  }

  /** Hops in order, silent ones where TTLs are missing. */
  static List<Hop> complete(SortedMap<Integer, Hop> hops) {
    if (hops.isEmpty()) {
      return List.of();
    }
    for (int ttl = 1; ttl < hops.lastKey(); ttl++) {
      hops.putIfAbsent(ttl, new Hop(ttl, 0, List.of()));
    }
    return List.copyOf(hops.values());
  }
}
