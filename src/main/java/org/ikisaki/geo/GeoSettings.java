package org.ikisaki.geo;

import java.nio.file.Path;
import org.ikisaki.config.Node;
import org.jspecify.annotations.Nullable;

/**
 * The settings under {@code geo}. Both files may be one that holds both.
 *
 * @param asn an mmdb file with autonomous systems, or null
 * @param country an mmdb file with countries, or with cities, or null
 * @param networks what the user knows better
 * @param update whether and how databases are fetched that no file is named for
 * @param directory where those lie, or null while that is not known
 */
public record GeoSettings(
    @Nullable Path asn,
    @Nullable Path country,
    OwnNetworks networks,
    UpdateSettings update,
    @Nullable Path directory) {
  public static final GeoSettings DEFAULTS = new GeoSettings(null, null);

  GeoSettings(@Nullable Path asn, @Nullable Path country) {
    this(asn, country, OwnNetworks.NONE, UpdateSettings.OFF, null);
  }

  public static GeoSettings from(Node node) {
    node.allowOnly("asn", "country", "networks", "update");
    return new GeoSettings(
        node.get("asn").path(),
        node.get("country").path(),
        OwnNetworks.from(node.get("networks")),
        UpdateSettings.from(node.get("update")),
        null);
  }

  /** The same, with what is fetched kept below the state directory. */
  public GeoSettings at(Path state) {
    return new GeoSettings(asn, country, networks, update, state.resolve("places"));
  }

  /** The file that a kind of place is read from; null if there is to be none. */
  @Nullable Path file(DatabaseKind kind) {
    Path named = named(kind);
    return named != null || !isFetched(kind) ? named : fetched(kind);
  }

  /** Whether a kind is kept up to date by us: what the user names is the user's. */
  boolean isFetched(DatabaseKind kind) {
    return update.enabled() && directory != null && named(kind) == null;
  }

  private @Nullable Path named(DatabaseKind kind) {
    return switch (kind) {
      case ASN -> asn;
      case COUNTRY -> country;
    };
  }

  private @Nullable Path fetched(DatabaseKind kind) {
    return directory == null ? null : directory.resolve(kind.word() + ".mmdb");
  }
}
