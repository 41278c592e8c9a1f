package org.ikisaki.geo;

/**
 * A city that a database has an address in.
 *
 * @param latitude degrees north, -90 to 90
 * @param longitude degrees east, -180 to 180
 * @param city never empty
 * @param country ISO 3166-1 alpha-2 code, {@code ZZ} where unknown
 */
public record Spot(double latitude, double longitude, String city, String country) {}
