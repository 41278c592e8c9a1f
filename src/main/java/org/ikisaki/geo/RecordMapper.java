package org.ikisaki.geo;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the layouts of DB-IP, MaxMind, IPinfo and OONI alike, nested or flat, numbers as such or as
 * text; what is strange is unknown.
 */
final class RecordMapper {
  private static final int MAX_ORGANISATION = 120;
  private static final int MAX_CITY = 120;

  /** DB-IP adds it to large cities. */
  private static final Pattern QUARTER = Pattern.compile(" \\([^()]*\\)$");

  private RecordMapper() {}

  static Place place(Map<?, ?> record) {
    int asn = asn(first(record, "autonomous_system_number", "asn"));
    Object organisation =
        first(record, "autonomous_system_organization", "as_name", "as_organization");
    String country = country(record);
    // AS0 is nobody's, so whatever is said of it too.
    return new Place(asn, asn == 0 ? "" : organisation(organisation), country);
  }

  private static int asn(@Nullable Object value) {
    if (value instanceof Number number) {
      long asn = number.longValue();
      return asn > 0 && asn <= 0xffff_ffffL ? (int) asn : 0;
    }
    if (value instanceof String text) {
      String digits = text.toUpperCase(Locale.ROOT).startsWith("AS") ? text.substring(2) : text;
      try {
        return Integer.parseUnsignedInt(digits);
      } catch (NumberFormatException e) {
        return 0;
      }
    }
    return 0;
  }

  private static String organisation(@Nullable Object value) {
    String visible = visible(value);
    return visible.length() <= MAX_ORGANISATION ? visible : visible.substring(0, MAX_ORGANISATION);
  }

  private static String visible(@Nullable Object value) {
    return value instanceof String text
        ? text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " ").strip()
        : "";
  }

  /** Null where the record names no city, or doesn't say where on earth that is. */
  static @Nullable Spot spot(Map<?, ?> record) {
    String city = city(record);
    double[] degrees = degrees(record);
    return city.isEmpty() || city.length() > MAX_CITY || degrees.length == 0
        ? null
        : new Spot(degrees[0], degrees[1], city, country(record));
  }

  private static String city(Map<?, ?> record) {
    Object value = record.get("city");
    if (value instanceof Map<?, ?> details) {
      Object names = details.get("names");
      value = names instanceof Map<?, ?> byLanguage ? byLanguage.get("en") : details.get("name");
    }
    return QUARTER.matcher(visible(value)).replaceFirst("");
  }

  /** Latitude and longitude; empty where there are none. */
  private static double[] degrees(Map<?, ?> record) {
    Map<?, ?> in = record.get("location") instanceof Map<?, ?> location ? location : record;
    double latitude = number(first(in, "latitude", "lat"));
    double longitude = number(first(in, "longitude", "lng", "lon"));
    if (Double.isNaN(latitude) && record.get("loc") instanceof String both) {
      int comma = both.indexOf(',');
      latitude = comma < 0 ? Double.NaN : number(both.substring(0, comma));
      longitude = comma < 0 ? Double.NaN : number(both.substring(comma + 1));
    }
    return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
        ? new double[] {latitude, longitude}
        : new double[0];
  }

  /** NaN for what is none. */
  private static double number(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof String text) {
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        return Double.NaN;
      }
    }
    return Double.NaN;
  }

  private static String country(Map<?, ?> record) {
    Object value = record.get("country");
    if (value instanceof Map<?, ?> details) {
      value = first(details, "iso_code", "code");
    }
    String code = code(value);
    return code.equals("ZZ") ? code(first(record, "country_code", "country_iso_code")) : code;
  }

  static String code(@Nullable Object value) {
    if (value instanceof String text && text.length() == 2) {
      String code = text.toUpperCase(Locale.ROOT);
      if (isLetter(code.charAt(0)) && isLetter(code.charAt(1))) {
        return code;
      }
    }
    return Place.UNKNOWN.country();
  }

  private static boolean isLetter(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private static @Nullable Object first(Map<?, ?> record, String... keys) {
    for (String key : keys) {
      Object value = record.get(key);
      if (value != null) {
        return value;
      }
    }
    return null;
  }
}
