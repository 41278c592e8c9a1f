package org.ikisaki.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Locale;
import org.ikisaki.store.Counters;

/** JSON as the commands print it. */
final class Json {
  private static final Gson PRETTY =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();
  private static final Gson LINE =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  private static final int DELETE = 0x7f;

  private Json() {}

  static String text(JsonElement element) {
    return escaped(PRETTY.toJson(element));
  }

  /** The same on one line. */
  static String line(JsonElement element) {
    return escaped(LINE.toJson(element));
  }

  /** Gson escapes C0 alone; what else could steer a terminal is in strings, if anywhere. */
  private static String escaped(String json) {
    if (json.chars().noneMatch(Json::isToBeEscaped)) {
      return json;
    }
    StringBuilder escaped = new StringBuilder(json.length() + 32);
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (isToBeEscaped(c)) {
        escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static boolean isToBeEscaped(int c) {
    return c >= DELETE && !Character.isSurrogate((char) c) && Text.isHarmful(c);
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
