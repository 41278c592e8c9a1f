package org.ikisaki.live;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** What the kernel counted on a network interface, both directions together. */
record LinkCounters(long frames, long bytes, long dropped) {
  static LinkCounters read(Namespace namespace, String networkInterface) {
    JsonArray links =
        JsonParser.parseString(namespace.ip("-json -stats link show dev " + networkInterface))
            .getAsJsonArray();
    JsonObject stats = links.get(0).getAsJsonObject().getAsJsonObject("stats64");
    return new LinkCounters(sum(stats, "packets"), sum(stats, "bytes"), sum(stats, "dropped"));
  }

  private static long sum(JsonObject stats, String counter) {
    return stats.getAsJsonObject("rx").get(counter).getAsLong()
        + stats.getAsJsonObject("tx").get(counter).getAsLong();
  }

  LinkCounters minus(LinkCounters before) {
    return new LinkCounters(frames - before.frames, bytes - before.bytes, dropped - before.dropped);
  }
}
