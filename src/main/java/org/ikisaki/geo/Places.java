package org.ikisaki.geo;

import java.io.IOException;
import java.nio.file.Path;
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
    return new Places(settings, stamps, Databases.open(settings));
  }

  /** {@link Place#UNKNOWN} for private, special and unlisted addresses. */
  public Place lookup(IpAddress address) {
    return SpecialAddresses.contains(address) ? Place.UNKNOWN : databases.lookup(address, failures);
  }

  /**
   * Opens the files anew if they were replaced; the old ones stay in use while new ones are bad.
   */
  public void refresh() {
    Stamps now = Stamps.of(settings);
    if (now.equals(judged)) {
      return;
    }
    judged = now;
    try {
      databases = Databases.open(settings);
      problem = null;
      LOG.info("places read anew from {}", databases);
    } catch (IOException e) {
      problem = e.getMessage();
      LOG.warn("{}; the old places stay in use", problem);
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
      return new Stamps(stamp(settings.asn()), stamp(settings.country()));
    }

    private static @Nullable Stamp stamp(@Nullable Path file) {
      return file == null ? null : Stamp.of(file);
    }
  }
}
