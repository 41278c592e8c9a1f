package org.ikisaki.geo;

import java.util.Locale;

/** What a database is asked for. */
public enum DatabaseKind {
  ASN,
  COUNTRY;

  /** As addresses and file names have it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a place shows that a database is of this kind. */
  boolean isAnsweredBy(Place place) {
    return switch (this) {
      case ASN -> place.asn() != 0;
      case COUNTRY -> !place.country().equals(Place.UNKNOWN.country());
    };
  }
}
