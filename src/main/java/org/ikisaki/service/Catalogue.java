package org.ikisaki.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.ikisaki.config.ConfigException;
import org.ikisaki.service.Rules.Definition;

/** The rules that ship in the jar: one file per category, in the syntax of the user's file. */
public final class Catalogue {
  static final List<String> FILES =
      List.of(
          "ads",
          "ai",
          "cdn",
          "cloud",
          "development",
          "dns",
          "games",
          "home",
          "learning",
          "mail",
          "messaging",
          "money",
          "music",
          "news",
          "operators",
          "search",
          "security",
          "shopping",
          "social",
          "storage",
          "stores",
          "system",
          "telemetry",
          "travel",
          "updates",
          "video",
          "vpn",
          "web",
          "work");

  private Catalogue() {}

  /** Reads the files anew; keep the result. */
  public static Rules rules() {
    List<Definition> definitions = new ArrayList<>();
    for (String file : FILES) {
      definitions.addAll(read(file).definitions());
    }
    return new Rules(definitions, List.of());
  }

  static Rules read(String file) {
    String name = "catalogue/" + file + ".yaml";
    try (InputStream in = Catalogue.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the jar");
      }
      return RulesFile.parse(name, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(name + " can't be read", e);
    } catch (ConfigException e) {
      throw new IllegalStateException(e);
    }
  }
}
