package org.ikisaki.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.ikisaki.capture.SavefileSequence;
import org.ikisaki.demo.CrowdedHome;
import org.ikisaki.naming.Confidence;
import org.ikisaki.pipeline.Trial.Score;
import org.ikisaki.service.Catalogue;
import org.ikisaki.service.RuleSet;
import org.ikisaki.service.Rules;
import org.jspecify.annotations.Nullable;

/**
 * Measures how often names are right, by how sure they are said to be: {@code bin/calibrate}. One
 * half of the captures is to fit the figures by, the other shows whether they hold; which is in
 * which follows from its name.
 */
public final class Calibration {
  /** With fewer flows a share means little. */
  static final int ENOUGH = 200;

  /** How far a share may lie from what is stated, in points of percent. */
  static final double TOLERANCE = 5;

  private static final long FIRST_SEED = 7_000;

  private final RuleSet rules = RuleSet.of(Rules.NONE, Catalogue.rules());
  private final Map<Confidence, Score> fitted = new EnumMap<>(Confidence.class);
  private final Map<Confidence, Score> checked = new EnumMap<>(Confidence.class);
  private int unreadable;

  /**
   * Prints the table; exits with 1 if a figure does not hold.
   *
   * @param args how many made-up households, and directories of captures
   */
  public static void main(String[] args) throws Exception {
    Calibration calibration = new Calibration();
    int households = Integer.parseInt(args[0]);
    calibration.addHouseholds(households);
    int captures = 0;
    for (int i = 1; i < args.length; i++) {
      captures += calibration.addCaptures(Path.of(args[i]));
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %d made-up households, %d captures (%d more could not be read)%n%n",
        LocalDate.now(ZoneOffset.UTC),
        households,
        captures,
        calibration.unreadable);
    calibration.table().forEach(System.out::println);
    List<String> misses = calibration.misses();
    misses.forEach(System.out::println);
    System.exit(misses.isEmpty() ? 0 : 1);
  }

  void addHouseholds(int count) throws Exception {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + count; seed++) {
      CrowdedHome home = new CrowdedHome(seed);
      Trial trial =
          new Trial(
              rules,
              flow ->
                  home.truth(
                      flow.localAddress(),
                      flow.localPort(),
                      flow.remoteAddress(),
                      flow.remotePort()),
              half(home.name()));
      Playback.play(home, trial::take);
    }
  }

  /** Every flow that tells its name is one whose truth is known. */
  private int addCaptures(Path directory) throws Exception {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(directory)) {
      all.sorted().forEach(files::add);
    }
    int read = 0;
    for (Path file : files) {
      Trial trial = new Trial(rules, flow -> null, half(file.getFileName().toString()));
      try (SavefileSequence source = SavefileSequence.open(List.of(file))) {
        Playback.play(source, trial::take);
        read++;
      } catch (IOException e) {
        unreadable++;
      }
    }
    return read;
  }

  private Map<Confidence, Score> half(String name) {
    CRC32 hash = new CRC32();
    hash.update(name.getBytes(StandardCharsets.UTF_8));
    return hash.getValue() % 2 == 0 ? fitted : checked;
  }

  /** In both halves together. */
  Score score(Confidence confidence) {
    return fitted
        .getOrDefault(confidence, Score.NONE)
        .plus(checked.getOrDefault(confidence, Score.NONE));
  }

  private List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| confidence | host | service | to fit: flows | host | service | to check: flows | host | service |");
    lines.add("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (Confidence confidence : Confidence.values()) {
      lines.add(
          "| %s | %d | %d | %s | %s |"
              .formatted(
                  confidence.label(),
                  confidence.host(),
                  confidence.service(),
                  cells(fitted.get(confidence)),
                  cells(checked.get(confidence))));
    }
    return lines;
  }

  private static String cells(@Nullable Score score) {
    return score == null
        ? "0 | | "
        : String.format(
            Locale.ROOT, "%d | %.1f | %.1f", score.flows(), score.hosts(), score.services());
  }

  /** Figures that do not hold in the half to check; those that nothing could be said about too. */
  List<String> misses() {
    List<String> misses = new ArrayList<>();
    for (Confidence confidence : Confidence.values()) {
      Score score = checked.getOrDefault(confidence, Score.NONE);
      if (score.flows() < ENOUGH) {
        misses.add(confidence.label() + ": only " + score.flows() + " flows to check it by");
      } else if (Math.abs(score.hosts() - confidence.host()) > TOLERANCE
          || Math.abs(score.services() - confidence.service()) > TOLERANCE) {
        misses.add(confidence.label() + ": what is stated does not hold");
      }
    }
    return misses;
  }
}
