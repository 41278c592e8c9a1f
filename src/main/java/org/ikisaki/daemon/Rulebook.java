package org.ikisaki.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ikisaki.config.ConfigException;
import org.ikisaki.service.Catalogue;
import org.ikisaki.service.RuleSet;
import org.ikisaki.service.Rules;
import org.ikisaki.service.RulesFile;
import org.ikisaki.service.RulesSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules of the settings: the user's, before the catalogue's. */
public final class Rulebook {
  private static final Logger log = LoggerFactory.getLogger(Rulebook.class);

  private Rulebook() {}

  /** Reads both; a user's file that isn't there is one without rules. */
  public static RuleSet read(RulesSettings settings) throws IOException, ConfigException {
    Path file = settings.file();
    Rules user = file == null || !Files.exists(file) ? Rules.NONE : RulesFile.read(file);
    return RuleSet.of(user, Catalogue.rules());
  }

  /** The same, or the catalogue's alone if the user's file is wrong, which is logged. */
  static RuleSet readOrCatalogue(RulesSettings settings) {
    try {
      return read(settings);
    } catch (IOException | ConfigException e) {
      String.valueOf(e.getMessage()).lines().forEach(line -> log.error("{}", line));
      log.error("rules: until that is mended the catalogue's are in force");
      return RuleSet.of(Rules.NONE, Catalogue.rules());
    }
  }
}
