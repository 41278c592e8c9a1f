package org.ikisaki.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.ikisaki.device.DeviceSettings;
import org.ikisaki.geo.Place;
import org.ikisaki.naming.DeviceClue;
import org.ikisaki.service.RuleSet;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The writing end of the SQLite journal. One process at a time holds it. Rows wait in memory until
 * {@link #commit}, which writes them in one short transaction, so that readers and {@code prune}
 * are never kept out for long. Thread-safe.
 *
 * <p>A connection that failed is replaced at the next use, so a disk that was full or gone for a
 * while is written to again as soon as it takes writes.
 */
public final class Store implements AutoCloseable {
  private final Database database;
  private final StoreLock lock;
  private final StoreSettings settings;
  private final Pending pending;

  /** Guards the fields below. */
  private final ReentrantLock writing = new ReentrantLock();

  private Classifier classifier;
  private @Nullable Writer writer;
  private List<NewDevice> newDevices = new ArrayList<>();

  /** One at a time: what prune removes, reclassification must not have found. */
  private final ReentrantLock upkeep = new ReentrantLock();

  private Store(
      Database database,
      StoreLock lock,
      Writer writer,
      Classifier classifier,
      StoreSettings settings,
      StoreLimits limits) {
    this.database = database;
    this.lock = lock;
    this.writer = writer;
    this.classifier = classifier;
    this.settings = settings;
    pending = new Pending(limits);
  }

  /** The same with default settings and the system's clock. */
  public static Store open(Path file, RuleSet rules) throws IOException {
    return open(file, rules, StoreSettings.DEFAULTS, InstantSource.system());
  }

  /**
   * Opens or makes the store and takes its lock. A damaged one is moved aside, and a new one begun.
   *
   * @throws IOException with a message for the user: locked by another process, not writable, from
   *     a newer version, no database at all
   */
  public static Store open(Path file, RuleSet rules, StoreSettings settings, InstantSource clock)
      throws IOException {
    return open(file, Classifier.of(rules), settings, StoreLimits.DEFAULTS, clock);
  }

  static Store open(
      Path file,
      Classifier classifier,
      StoreSettings settings,
      StoreLimits limits,
      InstantSource clock)
      throws IOException {
    Database database = Database.at(file);
    Files.createDirectories(database.file().resolveSibling("."));
    StoreLock lock = StoreLock.take(database);
    try {
      Writer writer = openOrReplace(database, classifier, settings, lock.isNew(), clock);
      return new Store(database, lock, writer, classifier, settings, limits);
    } catch (IOException e) {
      if (lock.isNew()) {
        lock.discard();
      } else {
        lock.close();
      }
      throw e;
    }
  }

  /** Adds an interval to what the next commit writes. */
  public void add(IntervalRows rows) {
    pending.add(rows);
  }

  /**
   * Writes what was added; on failure it is kept for the next try.
   *
   * @throws IOException if it could not be written now, with what to do about it
   * @throws UncheckedIOException if the file proved damaged: nothing can be written until the
   *     process is started anew, which moves the file aside
   */
  public void commit() throws IOException {
    writing.lock();
    List<Batch> batches = pending.take();
    boolean written = false;
    try {
      if (!batches.isEmpty()) {
        write(
            "write what was captured",
            target -> {
              target.write(batches);
              newDevices.addAll(target.takeNewDevices());
            });
        pending.written(batches);
      }
      written = true;
    } finally {
      if (!written) {
        pending.restore(batches);
      }
      writing.unlock();
    }
  }

  /** Devices that came for the first time with what was committed since this was last asked. */
  public List<NewDevice> takeNewDevices() {
    writing.lock();
    try {
      List<NewDevice> taken = newDevices;
      newDevices = new ArrayList<>();
      return taken;
    } finally {
      writing.unlock();
    }
  }

  /**
   * Calls devices by what the configuration says of them.
   *
   * @param clues what is known of devices otherwise than by capture
   */
  public void configureDevices(DeviceSettings settings, List<DeviceClue> clues, Instant now)
      throws IOException {
    write("name devices", target -> target.configureDevices(settings, clues, now.getEpochSecond()));
  }

  /**
   * Gives the rest of history the names that came late, in short transactions. Commits do so bit by
   * bit; what is left undone goes on when the store is next written to.
   */
  public void finishNaming() throws IOException {
    boolean[] more = {true};
    while (more[0]) {
      write("name what was captured", target -> more[0] = target.nameHistory());
    }
  }

  /**
   * Reads every endpoint's service anew; the touched times go into the change log.
   *
   * @return how many endpoints have another service now
   */
  public int reclassify(RuleSet rules) throws IOException {
    return reclassify(Classifier.of(rules));
  }

  int reclassify(Classifier newClassifier) throws IOException {
    upkeep.lock();
    try {
      // From here on no endpoint is added by the old rules, so the search below finds all.
      classifyBy(newClassifier);
      return applyChanges(newClassifier, address -> Place.UNKNOWN);
    } finally {
      upkeep.unlock();
    }
  }

  /**
   * Fills in what was unknown of the places of unnamed endpoints, which may give them another
   * service; the touched times go into the change log. Named ones follow when they are seen again:
   * of them no address is kept.
   *
   * @return how many endpoints changed
   */
  public int locate(Function<IpAddress, Place> places) throws IOException {
    upkeep.lock();
    try {
      return applyChanges(classifier, places);
    } finally {
      upkeep.unlock();
    }
  }

  private int applyChanges(Classifier rules, Function<IpAddress, Place> places) throws IOException {
    Reclassification found = findReclassified(rules, places);
    write("apply the rules", target -> target.apply(found));
    return found.endpoints().size();
  }

  /**
   * Remembers how far an exporter has come. From its first time on, what it has not read yet is
   * kept for it.
   */
  public void saveCursor(String exporter, long sequence) throws IOException {
    note(exporter, List.of(ExportNote.reached(sequence)));
  }

  /** Remembers what an exporter did, all of it or nothing. */
  public void note(String exporter, List<ExportNote> notes) throws IOException {
    write("save how an export stands", target -> target.note(exporter, notes));
  }

  /** Forgets all exporters but these, so that nothing waits for them. */
  public void keepCursors(List<String> exporters) throws IOException {
    write("forget exporters", target -> target.keepExporters(exporters));
  }

  /**
   * Removes what each level has kept for long enough by {@code now}, in small batches. Name
   * evidence stays for thirty days after it was last seen.
   */
  public PruneReport prune(Instant now) throws IOException {
    upkeep.lock();
    try {
      PruneReport report =
          Pruning.byAge(
              database.file(), settings.keep(), now, settings.keepUnexported(), false, rows -> {});
      long unused = Times.ceiling(now.minus(EvidenceRows.KEPT));
      write("make room for series", target -> target.makeRoom(unused));
      return report;
    } finally {
      upkeep.unlock();
    }
  }

  /** What becomes a time series of its own elsewhere. */
  public SeriesSettings series() {
    return settings.series();
  }

  /** What waits, and what bounds have cost. */
  public StoreCounters counters() {
    return pending.counters();
  }

  /** Commits what is left, and lets go of the file even if that fails. */
  @Override
  public void close() throws IOException {
    writing.lock();
    try (lock) {
      try {
        commit();
        if (writer != null) {
          write("write name evidence", Writer::flush);
        }
      } finally {
        // What could not be written now ends with the process.
        pending.take();
        discardWriter();
      }
    } finally {
      writing.unlock();
    }
  }

  private void classifyBy(Classifier newClassifier) {
    writing.lock();
    try {
      classifier = newClassifier;
      if (writer != null) {
        writer.classifyBy(newClassifier);
      }
    } finally {
      writing.unlock();
    }
  }

  private Reclassification findReclassified(
      Classifier newClassifier, Function<IpAddress, Place> places) throws IOException {
    try (Connection reader = database.connectReadOnly()) {
      return Reclassification.find(reader, newClassifier, places);
    } catch (SQLException e) {
      throw database.failure("apply the rules", e);
    }
  }

  private void write(String doing, Change change) throws IOException {
    writing.lock();
    boolean done = false;
    try {
      if (!lock.isHeld()) {
        throw new IOException("store " + database.file() + ": it is closed");
      }
      if (writer == null) {
        writer = connect(database, classifier, settings);
      }
      change.make(writer);
      done = true;
    } catch (SQLException e) {
      IOException failure = database.failure(doing, e);
      if (Damage.isIn(e)) {
        Damage.mark(database);
        throw new UncheckedIOException(failure);
      }
      throw failure;
    } finally {
      if (!done) {
        discardWriter();
      }
      writing.unlock();
    }
  }

  private void discardWriter() {
    if (writer != null) {
      try {
        writer.close();
      } catch (SQLException e) {
        // It failed before, or all is committed: nothing is lost with it.
      }
      writer = null;
    }
  }

  private static Writer openOrReplace(
      Database database,
      Classifier classifier,
      StoreSettings settings,
      boolean isNew,
      InstantSource clock)
      throws IOException {
    if (Damage.isMarked(database)) {
      Damage.moveAside(database, clock.instant());
    }
    try {
      try {
        return connect(database, classifier, settings);
      } catch (SQLException e) {
        if (!Damage.isIn(e)) {
          throw e;
        }
        if (isNew) {
          throw new IOException(
              "store %s: it is no database of ikisaki's: set another store.path"
                  .formatted(database.file()),
              e);
        }
        Damage.moveAside(database, clock.instant());
        return connect(database, classifier, settings);
      }
    } catch (SQLException e) {
      throw database.failure("open it", e);
    }
  }

  private static Writer connect(Database database, Classifier classifier, StoreSettings settings)
      throws SQLException, IOException {
    Connection connection = database.connect();
    try {
      Schema.migrate(connection, database.file());
      return Damage.seenThrough(
          () -> {
            Damage.probe(connection);
            return new Writer(connection, classifier, settings);
          });
    } catch (SQLException | IOException e) {
      connection.close();
      throw e;
    }
  }

  /** Something to write. */
  private interface Change {
    void make(Writer writer) throws SQLException;
  }
}
