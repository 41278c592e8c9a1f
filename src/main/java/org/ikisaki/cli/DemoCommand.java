package org.ikisaki.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ikisaki.capture.FrameSource.Poll;
import org.ikisaki.config.ConfigException;
import org.ikisaki.daemon.Daemon;
import org.ikisaki.daemon.DaemonException;
import org.ikisaki.daemon.Input;
import org.ikisaki.daemon.Settings;
import org.ikisaki.daemon.Wiring;
import org.ikisaki.demo.CaptureWriter;
import org.ikisaki.demo.Household;
import org.ikisaki.demo.HouseholdSource;
import org.ikisaki.demo.Pace;
import org.ikisaki.demo.Timespan;
import org.ikisaki.demo.Truth;
import org.ikisaki.demo.Truth.Volume;
import org.ikisaki.wire.Frame;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plays a day of a made-up household through the real pipeline. */
@Command(
    name = "demo",
    description = {
      "Plays a day of a made-up household through the real pipeline, faster than life.",
      "Needs no network and no privileges, and touches no store but its own."
    })
final class DemoCommand implements Callable<Integer> {
  private static final Duration DAY = Duration.ofDays(1);
  private static final LocalTime EVENING = LocalTime.of(17, 0);
  private static final Duration REDRAW = Duration.ofMillis(400);

  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions config;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "How long the day takes; 0 is as fast as it goes (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another number is another household (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "Only write the day's frames as a savefile (pcap) that other tools can open.")
  private @Nullable Path write;

  @Option(
      names = "--store",
      paramLabel = "FILE",
      description = "Keep the rows in this store (default: none are kept).")
  private @Nullable Path store;

  @Option(names = "--json", description = "Print the outcome as JSON, and nothing else.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    ZoneId zone = ZoneId.systemDefault();
    Instant start = lastEvening(ZonedDateTime.now(zone)).toInstant();
    Timespan span = new Timespan(start, DAY, zone);
    Household household = Household.of(seed);
    if (write != null) {
      writeCapture(household, span, write);
      return 0;
    }
    if (!(seconds >= 0 && seconds <= DAY.toSeconds())) {
      throw new ParameterException(
          spec.commandLine(), "--seconds is 0 to " + DAY.toSeconds() + ", not " + seconds);
    }
    Pace pace =
        seconds == 0
            ? Pace.unlimited()
            : Pace.of(DAY.toSeconds() / seconds, InstantSource.system());
    HouseholdSource source = new HouseholdSource(household, span, pace);
    try (Stopper stopper = Stopper.install();
        Scratch scratch = Scratch.unless(store)) {
      play(config.settings(), scratch.file(), source, household, stopper);
      finish(scratch.file(), source, start);
    }
    return 0;
  }

  /** The latest evening whose day is over: the demo begins when most is going on. */
  static ZonedDateTime lastEvening(ZonedDateTime now) {
    ZonedDateTime evening = now.with(EVENING);
    while (evening.plus(DAY).isAfter(now)) {
      evening = evening.minusDays(1);
    }
    return evening;
  }

  private void play(
      Settings settings, Path store, HouseholdSource source, Household household, Stopper stopper)
      throws IOException, ConfigException, DaemonException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try (Daemon daemon = Wiring.passing(settings, store, Input.of(source))) {
      DemoScreen screen = new DemoScreen(out, Terminal.isOutput(), InstantSource.system());
      if (!json) {
        screen.begin(household);
      }
      daemon.start();
      while (!stopper.isStopped() && !daemon.await(REDRAW)) {
        if (!json) {
          screen.show(daemon.live());
        }
      }
      if (!json) {
        screen.end();
      }
    }
  }

  /** Says what is stored, and beside it what was sent. */
  private void finish(Path store, HouseholdSource source, Instant start) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Summary summary = Summary.of(store, start.minus(DAY), start.plus(DAY).plus(DAY));
    Truth truth = source.truth();
    long sent = truth.total().bytes();
    if (json) {
      JsonObject object = summary.json();
      object.addProperty("sent_bytes", sent);
      object.add("sent_bytes_by_service", bytes(truth.byService()));
      object.add("sent_bytes_by_service_since_start", bytes(truth.byServiceSinceStart()));
      out.println(Json.text(object));
    } else {
      summary.print(out);
      out.println();
      out.println(
          "The household sent "
              + sent
              + " bytes of IP; "
              + summary.total().bytes()
              + " are stored, the difference is "
              + (sent - summary.total().bytes())
              + ".");
    }
    out.flush();
  }

  private static JsonObject bytes(Map<String, Volume> services) {
    JsonObject object = new JsonObject();
    services.forEach((name, volume) -> object.addProperty(name, volume.bytes()));
    return object;
  }

  private void writeCapture(Household household, Timespan span, Path file) throws IOException {
    Frame frame = new Frame();
    try (HouseholdSource source = new HouseholdSource(household, span, Pace.unlimited());
        CaptureWriter writer = CaptureWriter.toFile(file, CaptureWriter.Precision.NANOS);
        Progress progress = Progress.ofCount(spec.commandLine().getErr(), "frames")) {
      while (source.poll(frame) == Poll.FRAME) {
        writer.write(frame);
        progress.show(writer.frames());
      }
      writer.commit();
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          file
              + ": "
              + writer.frames()
              + " frames, "
              + Text.bytes(source.truth().frameBytes())
              + " on the wire");
      out.flush();
    }
  }
}
