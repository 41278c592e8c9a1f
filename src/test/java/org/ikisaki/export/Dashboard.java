package org.ikisaki.export;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A dashboard that is shipped, as its tests see it. */
record Dashboard(Path file, JsonObject json) {
  static final Path DIRECTORY = Path.of("grafana-dashboards");

  static List<Dashboard> all() {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files
          .filter(f -> f.toString().endsWith(".json"))
          .sorted()
          .map(Dashboard::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Dashboard read(Path file) {
    try {
      return new Dashboard(file, JsonParser.parseString(Files.readString(file)).getAsJsonObject());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text(String key) {
    return json.get(key).getAsString();
  }

  /** All panels, those inside of collapsed rows too. */
  List<JsonObject> panels() {
    List<JsonObject> panels = new ArrayList<>();
    collect(json.getAsJsonArray("panels"), panels);
    return panels;
  }

  private static void collect(JsonArray from, List<JsonObject> to) {
    for (JsonElement element : from) {
      JsonObject panel = element.getAsJsonObject();
      to.add(panel);
      if (panel.has("panels")) {
        collect(panel.getAsJsonArray("panels"), to);
      }
    }
  }

  List<JsonObject> variables() {
    return objects(json.getAsJsonObject("templating").getAsJsonArray("list"));
  }

  static List<JsonObject> targets(JsonObject panel) {
    return panel.has("targets") ? objects(panel.getAsJsonArray("targets")) : List.of();
  }

  /** Every query of panels and variables, with the place it stands in. */
  List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    for (JsonObject panel : panels()) {
      for (JsonObject target : targets(panel)) {
        queries.add(
            new Query(
                "%s: %s %s"
                    .formatted(
                        file.getFileName(),
                        panel.get("title").getAsString(),
                        target.get("refId").getAsString()),
                target.get("query").getAsString()));
      }
    }
    for (JsonObject variable : variables()) {
      if (variable.get("type").getAsString().equals("query")) {
        queries.add(
            new Query(
                file.getFileName() + ": $" + variable.get("name").getAsString(),
                variable.get("query").getAsString()));
      }
    }
    return queries;
  }

  private static List<JsonObject> objects(JsonArray array) {
    return array.asList().stream().map(JsonElement::getAsJsonObject).toList();
  }

  @Override
  public String toString() {
    return file.getFileName().toString();
  }

  record Query(String place, String text) {
    @Override
    public String toString() {
      return place;
    }
  }
}
