package org.ikisaki.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that runs beside the pipeline. Confined to the daemon's thread. */
final class Residents {
  private static final Logger log = LoggerFactory.getLogger(Residents.class);

  private final List<Resident> residents;
  private final List<Worker> workers = new ArrayList<>();
  private final BiConsumer<String, Throwable> onFailure;

  Residents(List<? extends Resident> residents, BiConsumer<String, Throwable> onFailure) {
    this.residents = List.copyOf(residents);
    this.onFailure = onFailure;
    for (Resident resident : residents) {
      workers.add(new Worker(resident.name(), resident::run, onFailure));
    }
  }

  void start() {
    workers.forEach(Worker::start);
  }

  /**
   * Stops all of them side by side, as some wait for a server that does not answer.
   *
   * @param wait how long each may take to stop, and then to end
   */
  void stop(Duration wait) {
    List<Worker> stops = new ArrayList<>();
    for (Resident resident : residents) {
      Worker stop = new Worker("stop-" + resident.name(), resident::stop, onFailure);
      stop.start();
      stops.add(stop);
    }
    stops.forEach(stop -> stop.join(wait));
    for (Worker worker : workers) {
      if (!worker.join(wait)) {
        log.warn("{}: does not end", worker.name());
      }
    }
  }
}
