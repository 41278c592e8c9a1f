package org.ikisaki.geo;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/** The databases in use and a cache of their answers. Immutable but for the cache; thread-safe. */
final class Databases {
  static final Databases NONE = new Databases(null, null);

  /** More peers than a household has in an hour. */
  private static final int CACHED = 8_192;

  private final @Nullable Mmdb asn;
  private final @Nullable Mmdb country;
  private final Cache<IpAddress, Place> cache =
      Caffeine.newBuilder().maximumSize(CACHED).executor(Runnable::run).build();

  private Databases(@Nullable Mmdb asn, @Nullable Mmdb country) {
    this.asn = asn;
    this.country = country;
  }

  static Databases open(GeoSettings settings) throws IOException {
    Mmdb asn = open(settings, DatabaseKind.ASN);
    Path file = settings.file(DatabaseKind.ASN);
    boolean same = file != null && file.equals(settings.file(DatabaseKind.COUNTRY));
    return new Databases(asn, same ? asn : open(settings, DatabaseKind.COUNTRY));
  }

  private static @Nullable Mmdb open(GeoSettings settings, DatabaseKind kind) throws IOException {
    Path file = settings.file(kind);
    boolean isAwaited = file != null && settings.isFetched(kind) && !Files.exists(file);
    return file == null || isAwaited ? null : Mmdb.open(file);
  }

  /** Whom to name where the data is shown, each once. */
  List<String> credits() {
    return Stream.of(asn, country)
        .filter(Objects::nonNull)
        .map(Mmdb::credit)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  Place lookup(IpAddress address, LongAdder failures) {
    if (asn == null && country == null) {
      return Place.UNKNOWN;
    }
    Place cached = cache.getIfPresent(address);
    if (cached != null) {
      return cached;
    }
    Place place = read(address, failures);
    cache.put(address, place);
    return place;
  }

  /** Each file is asked for what it is for; what that leaves unknown, the other may know. */
  private Place read(IpAddress address, LongAdder failures) {
    Place network = asn == null ? Place.UNKNOWN : asn.lookup(address, failures);
    if (country == null || country == asn) {
      return network;
    }
    Place ground = country.lookup(address, failures);
    return new Place(network.asn(), network.asOrg(), ground.country())
        .filledFrom(ground)
        .filledFrom(network);
  }

  /** Where the file for countries has the address, which may be one with cities; else the other. */
  Optional<Spot> spot(IpAddress address, LongAdder failures) {
    return Stream.of(country, asn == country ? null : asn)
        .filter(Objects::nonNull)
        .flatMap(database -> database.spot(address, failures).stream())
        .findFirst();
  }

  @Override
  public String toString() {
    String names =
        Stream.of(asn, country)
            .filter(database -> database != null)
            .distinct()
            .map(Mmdb::toString)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "no database" : names;
  }
}
