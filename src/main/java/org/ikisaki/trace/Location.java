package org.ikisaki.trace;

/**
 * A place on earth.
 *
 * @param latitude degrees north, -90 to 90
 * @param longitude degrees east, -180 to 180
 * @param city empty where only the country is known; the point is then the country's middle
 * @param country ISO 3166-1 alpha-2 code, {@code ZZ} where unknown
 */
public record Location(double latitude, double longitude, String city, String country) {
  /** The mean radius of the earth (IUGG), kilometres. */
  private static final double EARTH_KM = 6371.0088;

  /**
   * Along the great circle (haversine), kilometres; half a percent off, for the earth is no ball.
   */
  public double kilometresTo(Location other) {
    double fromLatitude = Math.toRadians(latitude);
    double toLatitude = Math.toRadians(other.latitude);
    double halfLatitude = (toLatitude - fromLatitude) / 2;
    double halfLongitude = Math.toRadians(other.longitude - longitude) / 2;
    double chord =
        Math.pow(Math.sin(halfLatitude), 2)
            + Math.cos(fromLatitude) * Math.cos(toLatitude) * Math.pow(Math.sin(halfLongitude), 2);
    return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
  }
}
