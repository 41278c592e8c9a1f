package org.ikisaki.geo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks addresses up in the databases that are configured; knows nothing without them. Any thread
 * may look up; {@link #refresh} is confined to one.
 */
public final class Places implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Places.class);

  private final GeoSettings settings;
  private final LongAdder failures = new LongAdder();

  /** Immutable; a new pair takes its place when a file is replaced. */
  private volatile Databases databases;

  /** The files that {@link #refresh} judged last. */
  private Stamps judged;

  private volatile @Nullable String problem;

  private Places(GeoSettings settings, Stamps judged, Databases databases) {
    this.settings = settings;
    this.judged = judged;
    this.databases = databases;
  }

  /** Knows no place at all. */
  public static Places none() {
    return new Places(GeoSettings.DEFAULTS, new Stamps(null, null), Databases.NONE);
  }

  /**
   * Opens the configured databases.
   *
   * @throws IOException with a message for the user: missing, no database, damaged
   */
  public static Places open(GeoSettings settings) throws IOException {
    Stamps stamps = Stamps.of(settings);
    try {
      return new Places(settings, stamps, Databases.open(settings));
    } catch (IOException e) {
      if (!settings.update().enabled()) {
        throw e;
      }
      // The next update mends it.
      LOG.warn("places: none are known: {}", e.getMessage());
      Places places = new Places(settings, stamps, Databases.NONE);
      places.problem = e.getMessage();
      return places;
    }
  }

  /**
   * What the user said of the address, and what that leaves unknown from the databases: nothing for
   * private and special addresses.
   */
  public Place lookup(IpAddress address) {
    Place own = settings.networks().lookup(address);
    return SpecialAddresses.contains(address)
        ? own
        : own.filledFrom(databases.lookup(address, failures));
  }

  /**
   * The city that a database has the address in, often its operator's seat: nothing for private and
   * special addresses, nor without a database with cities. Read anew each time.
   */
  public Optional<Spot> spot(IpAddress address) {
    return SpecialAddresses.contains(address)
        ? Optional.empty()
        : databases.spot(address, failures);
  }

  /**
   * Opens the files anew if they were replaced; the old ones stay in use while new ones are bad.
   *
   * @return whether there are new ones in use
   */
  public boolean refresh() {
    Stamps now = Stamps.of(settings);
    if (now.equals(judged)) {
      return false;
    }
    judged = now;
    try {
      databases = Databases.open(settings);
      problem = null;
      LOG.info("places: read anew from {}", databases);
      return true;
    } catch (IOException e) {
      problem = e.getMessage();
      LOG.warn("places: {}; the old ones stay in use", problem);
      return false;
    }
  }

  /** What was wrong when the files were last replaced; null while all is well. */
  public @Nullable String problem() {
    return problem;
  }

  /** Look-ups that a damaged database could not answer. */
  public long failures() {
    return failures.sum();
  }

  /** Whom the databases' licences want named wherever a place is shown. */
  public List<String> credits() {
    return databases.credits();
  }

  /** The databases in use and when they were made, for people. */
  public String describe() {
    return databases.toString();
  }

  @Override
  public void close() {
    databases = Databases.NONE;
  }

  /** What both files were at one time. */
  private record Stamps(@Nullable Stamp asn, @Nullable Stamp country) {
    static Stamps of(GeoSettings settings) {
      return new Stamps(
          stamp(settings.file(DatabaseKind.ASN)), stamp(settings.file(DatabaseKind.COUNTRY)));
    }

    private static @Nullable Stamp stamp(@Nullable Path file) {
      return file == null ? null : Stamp.of(file);
    }
  }
}
