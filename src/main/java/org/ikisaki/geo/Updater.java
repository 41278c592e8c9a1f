package org.ikisaki.geo;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.ikisaki.wire.IpAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches this month's databases, or while a month's are not out yet, those of the month before. A
 * file takes the old one's place only when it has been opened and has answered; whatever goes wrong
 * before, the old one stays. Which month's file is there lies beside it. Confined to one thread,
 * but for {@link #cancel}.
 */
public final class Updater {
  private static final Logger log = LoggerFactory.getLogger(Updater.class);

  /** What a database may unpack to; DB-IP's of cities has 130 MB. */
  private static final long MAX_DATABASE = 1L << 30;

  /** Addresses of public resolvers, which every database knows. */
  private static final List<IpAddress> KNOWN =
      List.of(
          IpAddress.parse("8.8.8.8"),
          IpAddress.parse("1.1.1.1"),
          IpAddress.parse("9.9.9.9"),
          IpAddress.parse("2001:4860:4860::8888"));

  private final GeoSettings settings;
  private final Download download;
  private final InstantSource clock;
  private final long maxDatabase;

  public Updater(GeoSettings settings, InstantSource clock, Map<String, String> environment) {
    this(
        settings,
        clock,
        new Download(
            new Proxies(settings.update().proxy(), environment),
            Download.Limits.DEFAULT,
            System::nanoTime),
        MAX_DATABASE);
  }

  Updater(GeoSettings settings, InstantSource clock, Download download, long maxDatabase) {
    this.settings = settings;
    this.clock = clock;
    this.download = download;
    this.maxDatabase = maxDatabase;
  }

  /**
   * What became of one database.
   *
   * @param month of the file that is there now
   */
  public record Result(DatabaseKind kind, YearMonth month, boolean isNew) {}

  /** Hears how far a download is: bytes so far, and of how many, -1 if nobody said. */
  public interface Listener {
    Listener NONE = (kind, bytes, size) -> {};

    void onBytes(DatabaseKind kind, long bytes, long size);
  }

  /** The kinds that updates are for: those that no file is named for. */
  public List<DatabaseKind> kinds() {
    return List.of(DatabaseKind.values()).stream().filter(settings::isFetched).toList();
  }

  /**
   * Fetches what is newer than what is there.
   *
   * @throws IOException for users, if any of them could not be had; the others are there
   */
  public List<Result> update(Listener listener) throws IOException {
    Path directory = settings.directory();
    if (directory == null || kinds().isEmpty()) {
      return List.of();
    }
    Files.createDirectories(directory);
    try (FileChannel channel =
            FileChannel.open(
                directory.resolve("update.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        throw new IOException(directory + ": another process is updating it");
      }
      return updateAll(listener);
    } catch (OverlappingFileLockException e) {
      throw new IOException(directory + ": this process is updating it already", e);
    }
  }

  private List<Result> updateAll(Listener listener) throws IOException {
    List<Result> results = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (DatabaseKind kind : kinds()) {
      try {
        results.add(update(kind, listener));
      } catch (IOException e) {
        log.debug("places: {} could not be updated", kind.word(), e);
        boolean isOldThere = Files.exists(file(kind));
        failures.add(e.getMessage() + (isOldThere ? " (the old file stays in use)" : ""));
      }
    }
    if (!failures.isEmpty()) {
      throw new IOException(String.join("; ", failures));
    }
    return results;
  }

  /** Ends what is under way, and all to come; callable from any thread. */
  public void cancel() {
    download.cancel();
  }

  /** The month of the file that is there, or an empty text. */
  public String month(DatabaseKind kind) {
    return MonthStamp.read(file(kind));
  }

  private Result update(DatabaseKind kind, Listener listener) throws IOException {
    YearMonth month = YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
    String have = isSound(kind) ? month(kind) : "";
    if (have.equals(month.toString())) {
      return new Result(kind, month, false);
    }
    try {
      fetch(kind, month, listener);
      return new Result(kind, month, true);
    } catch (FileNotFoundException e) {
      YearMonth before = month.minusMonths(1);
      if (!have.equals(before.toString())) {
        fetch(kind, before, listener);
        return new Result(kind, before, true);
      }
      return new Result(kind, before, false);
    }
  }

  private void fetch(DatabaseKind kind, YearMonth month, Listener listener) throws IOException {
    Path file = file(kind);
    URI address = settings.update().address(kind, month);
    Path packed = file.resolveSibling(file.getFileName() + ".gz.tmp");
    Path unpacked = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      download.fetch(address, packed, (bytes, size) -> listener.onBytes(kind, bytes, size));
      try {
        Unpacking.gunzip(packed, unpacked, maxDatabase);
        verify(kind, unpacked);
      } catch (Disk.Full e) {
        throw e;
      } catch (IOException e) {
        throw new IOException(address + ": " + e.getMessage(), e);
      }
      Disk.replace(unpacked, file);
      MonthStamp.write(file, month);
    } finally {
      Files.deleteIfExists(packed);
      Files.deleteIfExists(unpacked);
    }
  }

  /** A database opens, and knows of well-known addresses what it is there for. */
  private static void verify(DatabaseKind kind, Path file) throws IOException {
    Mmdb database;
    try {
      database = Mmdb.open(file);
    } catch (IOException e) {
      throw new IOException("holds no MaxMind DB file, or a damaged one", e);
    }
    LongAdder failures = new LongAdder();
    if (KNOWN.stream()
        .noneMatch(address -> kind.isAnsweredBy(database.lookup(address, failures)))) {
      throw new IOException("holds a database that knows no " + kind.word() + " of any address");
    }
  }

  private boolean isSound(DatabaseKind kind) {
    try {
      verify(kind, file(kind));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Path file(DatabaseKind kind) {
    return Objects.requireNonNull(settings.file(kind));
  }
}
