package org.ikisaki.cli;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ikisaki.daemon.SourceState;
import org.jspecify.annotations.Nullable;

/**
 * What the running monitor says unasked: that it hears nothing, or listens where it can't hear
 * others. Confined to one thread.
 */
final class Warnings {
  /** When silence is worth a word. */
  static final Duration SILENCE = Duration.ofSeconds(30);

  private static final Duration SILENCE_AGAIN = Duration.ofMinutes(10);

  private final PrintWriter out;
  private final String sources;
  private final boolean json;
  private final Set<String> toldOf = new HashSet<>();
  private Instant lastNews;
  private @Nullable Instant complained;

  /** Begins in silence at {@code now}. */
  Warnings(PrintWriter out, String sources, boolean json, Instant now) {
    this.out = out;
    this.sources = sources;
    this.json = json;
    this.lastNews = now;
  }

  /** Takes in that something was heard. */
  void heard(Instant now) {
    lastNews = now;
    complained = null;
  }

  /** Takes in that nothing was heard until {@code now}; after a while says so. */
  void silent(Instant now, List<SourceState> states) {
    boolean silent = !now.isBefore(lastNews.plus(SILENCE));
    boolean due = complained == null || !now.isBefore(complained.plus(SILENCE_AGAIN));
    if (silent && due) {
      complained = now;
      String said = "Nothing heard on " + sources + " for " + SILENCE.toSeconds() + " seconds.";
      if (json) {
        print(now, "silence", sources, said);
      } else {
        out.println(said);
        states.stream()
            .filter(SourceState::isInTrouble)
            .forEach(state -> out.println("  - " + state.name() + ": " + state.status()));
        advise(
            "Is it the right interface, and is its cable in? 'ikisaki interfaces' lists them.",
            "A switch sends a computer only its own traffic, unless the port mirrors another:",
            "'ikisaki demo' shows what to expect, with a made-up household.");
      }
    }
  }

  /** Says once of each source that listens where it can't hear others. */
  void wrongPlaces(Instant now, List<SourceState> states) {
    for (SourceState state : states) {
      if (state.isAtWrongPlace() && toldOf.add(state.name())) {
        String said =
            "Nearly all that "
                + state.name()
                + " hears is this computer's own traffic, or sent to everybody.";
        if (json) {
          print(now, "wrong_place", state.name(), said);
        } else {
          out.println(said);
          advise(
              "A switch sends a computer only its own traffic, unless the port mirrors another:",
              "On a router, listen on an inside interface: 'ikisaki interfaces' lists them.",
              "If it is this computer alone that you want to watch, all is well.");
        }
      }
    }
  }

  private void advise(String... words) {
    for (String line : words) {
      out.println("  - " + line);
      if (line.endsWith(":")) {
        out.println("    docs/attach.md shows how to attach it.");
      }
    }
    out.flush();
  }

  private void print(Instant now, String warning, String source, String text) {
    JsonObject object = new JsonObject();
    object.addProperty("time", now.toString());
    object.addProperty("warning", warning);
    object.addProperty("source", source);
    object.addProperty("text", text);
    out.println(Json.line(object));
    out.flush();
  }
}
