package org.ikisaki.geo;

import java.nio.file.Path;
import org.ikisaki.config.Node;
import org.jspecify.annotations.Nullable;

/**
 * The settings under {@code geo}. Both may name one file that holds both.
 *
 * @param asn an mmdb file with autonomous systems, or null
 * @param country an mmdb file with countries, or with cities, or null
 */
public record GeoSettings(@Nullable Path asn, @Nullable Path country) {
  public static final GeoSettings DEFAULTS = new GeoSettings(null, null);

  public static GeoSettings from(Node node) {
    node.allowOnly("asn", "country");
    return new GeoSettings(node.get("asn").path(), node.get("country").path());
  }
}
