package org.ikisaki.daemon;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.ikisaki.geo.Updater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every hour whether there are newer databases of places, on a thread of its own as a
 * download may take long. What it brings is put to use by whoever watches the files.
 */
final class PlacesUpdate implements Resident {
  private static final Logger log = LoggerFactory.getLogger(PlacesUpdate.class);
  private static final Duration DELAY = Duration.ofSeconds(10);
  private static final Duration PERIOD = Duration.ofHours(1);

  private final Updater updater;
  private final Housekeeping turns;
  private String lastProblem = "";

  PlacesUpdate(Updater updater, InstantSource clock) {
    this.updater = updater;
    this.turns = new Housekeeping(clock);
    turns.add(name(), DELAY, PERIOD, this::update);
  }

  @Override
  public String name() {
    return "places-update";
  }

  @Override
  public void run() throws InterruptedException {
    turns.run();
  }

  @Override
  public void stop() {
    turns.stop();
    updater.cancel();
  }

  /** A problem is said once, not every hour. */
  private void update() {
    try {
      for (Updater.Result result : updater.update(Updater.Listener.NONE)) {
        if (result.isNew()) {
          log.info("places: the {} database of {} is here", result.kind(), result.month());
        }
      }
      lastProblem = "";
    } catch (IOException e) {
      if (!lastProblem.equals(e.getMessage())) {
        log.warn("places: not updated, tried again every hour: {}", e.getMessage());
      }
      lastProblem = String.valueOf(e.getMessage());
    }
  }
}
