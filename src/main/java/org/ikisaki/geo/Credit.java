package org.ikisaki.geo;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whom the makers of a database want named where its data is shown. */
enum Credit {
  DB_IP("dbip", "IP Geolocation by DB-IP (https://db-ip.com), CC BY 4.0"),
  MAXMIND(
      "geolite",
      "This product includes GeoLite data created by MaxMind, available from"
          + " https://www.maxmind.com"),
  IPINFO("ipinfo", "IP address data powered by IPinfo (https://ipinfo.io), CC BY-SA 4.0");

  private final String typePart;
  private final String text;

  Credit(String typePart, String text) {
    this.typePart = typePart;
    this.text = text;
  }

  /** By the database type in the file's metadata; null if nobody is known to ask for it. */
  static @Nullable String of(String databaseType) {
    String type = databaseType.toLowerCase(Locale.ROOT).replace("-", "");
    for (Credit credit : values()) {
      if (type.contains(credit.typePart)) {
        return credit.text;
      }
    }
    return null;
  }
}
