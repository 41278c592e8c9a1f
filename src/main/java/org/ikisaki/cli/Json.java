package org.ikisaki.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.ikisaki.store.Counters;

/** JSON as the commands print it. */
final class Json {
  private static final Gson PRETTY =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();
  private static final Gson LINE =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  private Json() {}

  static String text(JsonElement element) {
    return PRETTY.toJson(element);
  }

  /** The same on one line. */
  static String line(JsonElement element) {
    return LINE.toJson(element);
  }

  static JsonObject counters(Counters counters) {
    JsonObject object = new JsonObject();
    object.addProperty("bytes", counters.bytes());
    object.addProperty("bytes_down", counters.bytesDown());
    object.addProperty("bytes_up", counters.bytesUp());
    object.addProperty("packets_down", counters.packetsDown());
    object.addProperty("packets_up", counters.packetsUp());
    object.addProperty("flows", counters.flows());
    return object;
  }
}
