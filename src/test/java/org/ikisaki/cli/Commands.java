package org.ikisaki.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs commands in this JVM, with a configuration of their own. */
final class Commands {
  private final Path config;

  private Commands(Path config) {
    this.config = config;
  }

  /**
   * Commands whose configuration, rules and store lie in {@code directory}. A commit period that no
   * test outlasts makes what is stored the same on any machine.
   */
  static Commands in(Path directory) throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("ikisaki.yaml"),
            """
            store:
              path: store.db
              commit: 10m
            """);
    return new Commands(config);
  }

  /** Runs one that takes {@code --config}. */
  Result run(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of(arguments));
    all.add("--config");
    all.add(config);
    return bare(all.toArray());
  }

  /** The same for one that doesn't, or has its own. */
  static Result bare(Object... arguments) {
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), words);
    return new Result(status, out.toString(), err.toString());
  }

  /** What a command left behind. */
  record Result(int status, String out, String err) {
    JsonObject json() {
      return JsonParser.parseString(out).getAsJsonObject();
    }

    /** The lines of an array in it, by the text under {@code key}. */
    Map<String, JsonObject> lines(String array, String key) {
      return byKey(json().getAsJsonArray(array), key);
    }
  }

  static Map<String, JsonObject> byKey(JsonArray array, String key) {
    Map<String, JsonObject> lines = new LinkedHashMap<>();
    for (JsonElement element : array) {
      JsonObject line = element.getAsJsonObject();
      lines.put(line.get(key).getAsString(), line);
    }
    return lines;
  }
}
