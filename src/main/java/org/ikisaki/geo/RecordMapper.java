package org.ikisaki.geo;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the layouts of DB-IP, MaxMind, IPinfo and OONI alike; what is strange is unknown. */
final class RecordMapper {
  private static final int MAX_ORGANISATION = 120;

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
    if (!(value instanceof String text)) {
      return "";
    }
    String visible = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " ").strip();
    return visible.length() <= MAX_ORGANISATION ? visible : visible.substring(0, MAX_ORGANISATION);
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
