package org.ikisaki.geo;

import com.maxmind.db.Metadata;
import com.maxmind.db.Reader;
import com.maxmind.db.Reader.FileMode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * One MaxMind DB file, mapped. Thread-safe.
 *
 * <p>The file must be replaced by renaming another over it, never written in place. It is not
 * closed: the mapping goes when the last look-up is done with it.
 */
final class Mmdb {
  /** One address in each part of the world's registries: a damaged file hardly passes them all. */
  private static final int PROBES = 64;

  private static final long IPV6_UNICAST = 0x2000_0000_0000_0000L;

  private final Path file;
  private final Reader reader;
  private final Metadata metadata;

  private Mmdb(Path file, Reader reader) {
    this.file = file;
    this.reader = reader;
    this.metadata = reader.getMetadata();
  }

  static Mmdb open(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + ": is no regular file; name an mmdb file");
    }
    refuseKnownKinds(file);
    try {
      Mmdb database = new Mmdb(file, new Reader(file.toFile(), FileMode.MEMORY_MAPPED));
      database.probe();
      return database;
    } catch (IOException | RuntimeException | VirtualMachineError e) {
      throw new IOException(file + ": is no MaxMind DB file, or damaged; fetch it again", e);
    }
  }

  /** What downloads that went wrong usually are. */
  private static void refuseKnownKinds(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(2);
      if (head.length == 2 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b) {
        throw new IOException(file + ": is still compressed; unpack it with gunzip");
      }
      if (head.length > 0 && head[0] == '<') {
        throw new IOException(file + ": is a web page, no database; fetch it again");
      }
    }
  }

  private void probe() throws IOException {
    for (int i = 0; i < PROBES; i++) {
      record(IpAddress.ofIpv4((i << 26) | 0x08_08_08));
      record(new IpAddress(IPV6_UNICAST | ((long) i << 52), 1));
    }
  }

  /** Never throws: what a damaged file can't answer is counted and unknown. */
  Place lookup(IpAddress address, LongAdder failures) {
    return read(address, failures, RecordMapper::place).orElse(Place.UNKNOWN);
  }

  /** The city, with the same care. */
  Optional<Spot> spot(IpAddress address, LongAdder failures) {
    return read(address, failures, RecordMapper::spot);
  }

  private <T> Optional<T> read(
      IpAddress address, LongAdder failures, Function<Map<?, ?>, @Nullable T> mapper) {
    try {
      Map<?, ?> record = record(address);
      return record == null ? Optional.empty() : Optional.ofNullable(mapper.apply(record));
    } catch (IOException | RuntimeException | VirtualMachineError e) {
      // The last kind too: pointers in a circle overflow the stack, a false length asks for all
      // memory, and a file that was cut while it is mapped is an InternalError.
      failures.increment();
      return Optional.empty();
    }
  }

  private @Nullable Map<?, ?> record(IpAddress address) throws IOException {
    if (metadata.ipVersion() == 4 && !address.isIpv4()) {
      return null;
    }
    InetAddress ip = address.toInetAddress();
    Object record = reader.get(ip, Object.class);
    return record instanceof Map<?, ?> map ? map : null;
  }

  /** Whom to name where its data is shown, or null. */
  @Nullable String credit() {
    return Credit.of(metadata.databaseType());
  }

  @Override
  public String toString() {
    LocalDate made = LocalDate.ofInstant(metadata.buildTime(), ZoneOffset.UTC);
    return "%s (%s of %s)".formatted(file.getFileName(), metadata.databaseType(), made);
  }
}
