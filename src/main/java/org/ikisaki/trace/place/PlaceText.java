package org.ikisaki.trace.place;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ikisaki.trace.Location;

/** Places as users write them: {@code Oslo}, {@code Oslo, NO}, or {@code 59.91, 10.75}. */
public final class PlaceText {
  private static final Pattern DEGREES =
      Pattern.compile("(-?\\d{1,2}(?:\\.\\d+)?)[, ]\\s*(-?\\d{1,3}(?:\\.\\d+)?)");

  private PlaceText() {}

  /** Empty if it is no such text, or the gazetteer has no such city. */
  public static Optional<Location> parse(String text, Gazetteer gazetteer) {
    Matcher degrees = DEGREES.matcher(text.strip());
    if (degrees.matches()) {
      double latitude = Double.parseDouble(degrees.group(1));
      double longitude = Double.parseDouble(degrees.group(2));
      return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
          ? Optional.of(new Location(latitude, longitude, "", "ZZ"))
          : Optional.empty();
    }
    int comma = text.lastIndexOf(',');
    return comma < 0
        ? gazetteer.find(text, "")
        : gazetteer.find(text.substring(0, comma), text.substring(comma + 1).strip());
  }
}
