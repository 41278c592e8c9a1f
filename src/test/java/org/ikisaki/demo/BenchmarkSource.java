package org.ikisaki.demo;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ikisaki.wire.Frame;

/**
 * The frames of a {@link BenchmarkDay}. The same length always gives the same frames. Confined to
 * one thread.
 */
public final class BenchmarkSource {
  /** How long it takes until five million frames have passed. */
  static final Duration WHOLE = Duration.ofHours(12).plusMinutes(36);

  private static final long SEED = 5_200_000;
  private static final int GUESTS = 30;
  private static final int THINGS = 20;

  private final Truth truth = new Truth();
  private final Wire wire = new Wire(truth);
  private final Household household = BenchmarkHome.of(SEED);
  private final Timespan span;
  private final Agenda agenda;

  /** Frames of a day of that length. */
  public BenchmarkSource(Duration length) {
    span = new Timespan(Instant.parse("2026-03-05T08:00:00Z"), length, ZoneOffset.UTC);
    Dice dice = new Dice(~SEED);
    agenda = new Agenda(dice);
    Network network = new Network(household, agenda, wire, truth, dice);
    new BenchmarkDay(household, span, agenda, network, wire, truth, dice).plan();
  }

  /** Writes all frames. */
  public void play(BenchmarkFrames.Out out) throws IOException {
    BenchmarkFrames frames = new BenchmarkFrames(vlans(), out);
    Frame frame = new Frame();
    for (long now = agenda.nextTime(); now < span.until(); now = agenda.nextTime()) {
      agenda.step();
      if (wire.take(frame, now)) {
        frames.write(frame);
      }
    }
  }

  /** What has been played so far. */
  Truth truth() {
    return truth;
  }

  /** Some of the appliances are kept to themselves, and one guest. */
  private Map<Long, Integer> vlans() {
    Map<Long, Integer> vlans = new TreeMap<>();
    for (String name :
        List.of(
            "speaker",
            "kitchen-echo",
            "hall-thermostat",
            "hue-bridge",
            "heater-plug",
            "device-19")) {
      vlans.put(household.device(name).mac(), THINGS);
    }
    vlans.put(household.device("device-20").mac(), GUESTS);
    return vlans;
  }
}
