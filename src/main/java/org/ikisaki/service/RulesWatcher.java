package org.ikisaki.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.ikisaki.config.ConfigException;
import org.ikisaki.config.YamlFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the rules in force in step with the user's file, and the last good ones while it is wrong.
 * {@link #checkNow} is confined to one thread; the rest may be read from any.
 *
 * <p>It compares content, not time stamps: so a swapped symbolic link, an editor that replaces the
 * file and a clock that was set are all the same to it. Something new is taken when two checks in a
 * row saw it, lest a file that is just being written be read by half.
 */
public final class RulesWatcher {
  private static final Logger LOG = LoggerFactory.getLogger(RulesWatcher.class);

  private final Path file;
  private final Rules catalogue;
  private final Consumer<RuleSet> listener;

  /** What the file was when it was last judged; null before the first check. */
  private @Nullable Content judged;

  /** What it was when it last made the rules in force; null while these are the catalogue's. */
  private @Nullable Content good;

  /** What the last check saw, if that was news. */
  private @Nullable Content candidate;

  private volatile State state;

  /** Reads nothing yet: the catalogue's rules are in force until the first check. */
  public RulesWatcher(Path file, Rules catalogue, Consumer<RuleSet> listener) {
    this.file = file;
    this.catalogue = catalogue;
    this.listener = listener;
    this.state = new State(RuleSet.of(Rules.NONE, catalogue), 0, null);
  }

  /** Looks at the file; tells the listener if other rules are in force now. */
  public void checkNow() {
    Content seen = look();
    if (seen.equals(judged)) {
      candidate = null;
    } else if (judged == null || seen.equals(candidate)) {
      candidate = null;
      judged = seen;
      judge(seen);
    } else {
      candidate = seen;
    }
  }

  /** The rules in force. */
  public RuleSet rules() {
    return state.rules;
  }

  /** How many times the file has brought other rules into force. */
  public long generation() {
    return state.generation;
  }

  /** What is wrong with the file, with line and column; null while all is well. */
  public @Nullable String problem() {
    return state.problem;
  }

  private void judge(Content seen) {
    State before = state;
    if (seen.bytes == null) {
      refuse(seen.failure);
    } else if (seen.equals(good)) {
      state = new State(before.rules, before.generation, null);
      LOG.info("{} is as it was when it was last right", file);
    } else {
      try {
        Rules user = RulesFile.parse(file, seen.bytes.getBytes(ISO_8859_1));
        RuleSet rules = RuleSet.of(user, catalogue);
        good = seen;
        state = new State(rules, before.generation + 1, null);
        LOG.info("{} read: {} rules in force", file, rules.rules().size());
        listener.accept(rules);
      } catch (ConfigException e) {
        refuse(String.valueOf(e.getMessage()));
      }
    }
  }

  private void refuse(String problem) {
    state = new State(state.rules, state.generation, problem);
    problem.lines().forEach(line -> LOG.warn("{}", line));
    LOG.warn(
        "{}: {} stay in force",
        file,
        good == null ? "the catalogue's rules" : "the last good rules");
  }

  private Content look() {
    try {
      return new Content(new String(YamlFile.bytes(file), ISO_8859_1), "");
    } catch (IOException | ConfigException e) {
      return new Content(null, String.valueOf(e.getMessage()));
    }
  }

  /** A file's bytes, each as one character so that they compare, or why there are none. */
  private record Content(@Nullable String bytes, String failure) {}

  private record State(RuleSet rules, long generation, @Nullable String problem) {}
}
