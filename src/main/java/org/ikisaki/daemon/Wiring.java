package org.ikisaki.daemon;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.config.ConfigException;
import org.ikisaki.export.ExportLoop;
import org.ikisaki.export.Target;
import org.ikisaki.flow.KeptDevices;
import org.ikisaki.geo.Places;
import org.ikisaki.geo.Updater;
import org.ikisaki.naming.DeviceClue;
import org.ikisaki.naming.Names;
import org.ikisaki.naming.ResolverLog;
import org.ikisaki.naming.ResolverLogSettings;
import org.ikisaki.naming.Role;
import org.ikisaki.pipeline.LoggedAnswers;
import org.ikisaki.pipeline.PersistedNames;
import org.ikisaki.pipeline.PipelineListener;
import org.ikisaki.pipeline.ServiceReading;
import org.ikisaki.pipeline.SystemClock;
import org.ikisaki.service.Catalogue;
import org.ikisaki.service.RuleSet;
import org.ikisaki.service.RulesWatcher;
import org.ikisaki.store.DeviceRow;
import org.ikisaki.store.IntervalRows.DeviceAddress;
import org.ikisaki.store.PruneReport;
import org.ikisaki.store.Store;
import org.ikisaki.store.StoreReader;
import org.ikisaki.wire.MacAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds a {@link Daemon} from its settings, in the order of the data's way. */
public final class Wiring {
  private static final Logger log = LoggerFactory.getLogger(Wiring.class);

  private static final Duration RULES_CHECK = Duration.ofSeconds(1);
  private static final Duration PLACES_CHECK = Duration.ofMinutes(1);
  private static final Duration DEVICES_CHECK = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);

  /** Not at once: right after a boot there is enough to do. */
  private static final Duration FIRST_PRUNE = Duration.ofMinutes(5);

  /** What is not sent by then goes out after the next start. */
  private static final Duration LAST_EXPORT = Duration.ofSeconds(5);

  private Wiring() {}

  /**
   * The monitor that stays: with exporters, hot reload and daily pruning. If the user's rules are
   * wrong it counts all the same: history is read anew once they are right.
   */
  public static Daemon resident(Settings settings, Path file, List<Input> inputs)
      throws IOException {
    InstantSource clock = InstantSource.system();
    RuleSet rules = Rulebook.readOrCatalogue(settings.rules());
    Places places = Places.open(settings.geo());
    Store store = Store.open(file, rules, settings.store(), clock);
    ServiceReading services = new ServiceReading(rules);
    Housekeeping chores = new Housekeeping(clock);
    Path rulesFile = settings.rules().file();
    if (rulesFile != null) {
      RulesWatcher watcher =
          new RulesWatcher(rulesFile, Catalogue.rules(), changed -> use(changed, services, store));
      chores.add("rules", Duration.ZERO, RULES_CHECK, watcher::checkNow);
    }
    chores.add("places", PLACES_CHECK, PLACES_CHECK, () -> refresh(places, store));
    chores.add("prune", FIRST_PRUNE, DAY, () -> prune(store, clock));
    // The catalogue may have changed since the last run, and the user's rules too.
    store.reclassify(rules);
    // What a server that is no longer exported to had not read must not be kept for it.
    store.keepCursors(settings.export().targets().stream().map(Target::name).toList());
    store.configureDevices(settings.devices(), monitors(inputs), clock.instant());
    KeptDevices kept = new KeptDevices();
    chores.add("devices", Duration.ZERO, DEVICES_CHECK, () -> kept.keep(named(file)));
    List<Resident> residents = new ArrayList<>(List.of(chores));
    List<ExportLoop> exports = new ArrayList<>();
    if (settings.geo().update().enabled()) {
      residents.add(new PlacesUpdate(new Updater(settings.geo(), clock, System.getenv()), clock));
    }
    for (Target target : settings.export().targets()) {
      exports.add(ExportLoop.of(target, settings.sensor(), store, file));
    }
    exports.forEach(export -> residents.add(new Export(export)));
    Figures figures = null;
    InetSocketAddress listen = settings.metrics().listen();
    if (listen != null) {
      Figures served = new Figures();
      served.addFile(file);
      served.addExports(() -> exports.stream().map(ExportLoop::status).toList());
      chores.add("labels", Duration.ZERO, DEVICES_CHECK, () -> served.callDevices(labels(file)));
      residents.add(new MetricsPage(served.metrics(), listen, settings.metrics().hosts()));
      figures = served;
    }
    ResolverLogSettings logged = settings.naming().resolverLog();
    ResolverLog log = logged == null ? null : new ResolverLog(logged, clock);
    if (log != null) {
      residents.add(new ResolverLogReader(log));
    }
    return new Daemon(
        settings,
        inputs,
        store,
        services,
        places,
        remembered(file, clock),
        kept,
        loggedAnswers(log, file),
        residents,
        PipelineListener.NONE,
        clock,
        inputs.stream().allMatch(input -> input.source().isLive())
            ? SystemClock.ofThisComputer()
            : null,
        figures);
  }

  /** What earlier processes learned; without it a start is like the first. */
  private static Names remembered(Path file, InstantSource clock) {
    Names names = new Names();
    try {
      int known = PersistedNames.read(file, clock.instant(), names);
      log.info("names: {} known from before", known);
    } catch (IOException e) {
      log.warn("names: none known from before: {}", e.getMessage());
    }
    return names;
  }

  /** Whose the addresses in the log were before, until they are heard of again. */
  private static LoggedAnswers loggedAnswers(@Nullable ResolverLog log, Path file)
      throws IOException {
    LoggedAnswers answers = new LoggedAnswers(log);
    if (log != null) {
      try (StoreReader reader = StoreReader.open(file)) {
        List<DeviceAddress> latestFirst = reader.deviceAddresses();
        for (int i = latestFirst.size() - 1; i >= 0; i--) {
          answers.put(latestFirst.get(i).address(), latestFirst.get(i).device());
        }
      }
    }
    return answers;
  }

  /** The pipeline alone, for what ends by itself. */
  public static Daemon passing(Settings settings, Path file, Input input, PipelineListener listener)
      throws IOException, ConfigException {
    RuleSet rules = Rulebook.read(settings.rules());
    InstantSource clock = InstantSource.system();
    Store store = Store.open(file, rules, settings.store(), clock);
    store.configureDevices(settings.devices(), List.of(), clock.instant());
    KeptDevices kept = new KeptDevices();
    kept.keep(named(file));
    return new Daemon(
        settings,
        List.of(input),
        store,
        new ServiceReading(rules),
        Places.open(settings.geo()),
        new Names(),
        kept,
        new LoggedAnswers(null),
        List.of(),
        listener,
        clock,
        null,
        null);
  }

  /** The same, with nobody listening. */
  public static Daemon passing(Settings settings, Path file, Input input)
      throws IOException, ConfigException {
    return passing(settings, file, input, PipelineListener.NONE);
  }

  /** This computer is a device like others, and is known by the interfaces that it listens on. */
  private static List<DeviceClue> monitors(List<Input> inputs) {
    return inputs.stream()
        .map(input -> input.station().mac())
        .filter(mac -> mac != MacAddress.NONE)
        .map(mac -> DeviceClue.of(MacAddress.format(mac), Role.MONITOR))
        .toList();
  }

  /** Read anew now and then, as commands name devices while this runs. */
  private static List<Long> named(Path file) throws IOException {
    try (StoreReader reader = StoreReader.open(file)) {
      return reader.namedDevices().stream().map(MacAddress::parse).toList();
    }
  }

  /** What devices are called, by their keys. */
  private static Map<String, String> labels(Path file) throws IOException {
    Map<String, String> labels = new HashMap<>();
    try (StoreReader reader = StoreReader.open(file)) {
      for (DeviceRow device : reader.devices()) {
        labels.put(device.evidence().key(), device.label());
        device.joined().forEach(key -> labels.put(key, device.label()));
      }
    }
    return labels;
  }

  private static void use(RuleSet rules, ServiceReading services, Store store) {
    services.use(rules);
    try {
      int changed = store.reclassify(rules);
      log.info("rules: {} endpoints have another service now", changed);
    } catch (IOException e) {
      log.warn("rules: new traffic goes by them, history could not be re-read: {}", e.getMessage());
    }
  }

  private static void refresh(Places places, Store store) throws IOException {
    if (places.refresh()) {
      int changed = store.locate(places::lookup);
      log.info("places: {} endpoints of before have a place now", changed);
    }
  }

  private static void prune(Store store, InstantSource clock) throws IOException {
    PruneReport report = store.prune(clock.instant());
    for (PruneReport.Removed removed : report.levels()) {
      if (removed.rows() > 0) {
        log.info(
            "prune: {} rows of {} from before {} removed",
            removed.rows(),
            removed.level().label(),
            removed.before());
      }
    }
  }

  /** An exporter at work. */
  private record Export(ExportLoop loop) implements Resident {
    @Override
    public String name() {
      return "export-" + loop.status().name();
    }

    @Override
    public void run() {
      loop.run();
    }

    @Override
    public void stop() throws InterruptedException {
      loop.finish(LAST_EXPORT);
    }
  }
}
