package org.ikisaki.trace.place;

import org.ikisaki.trace.Location;

/**
 * A city of the gazetteer.
 *
 * @param plain its name in a-z alone
 * @param region two letters of a state or province where it has such, else empty
 * @param thousands of inhabitants
 */
record City(String plain, String region, Location location, int thousands) {
  String country() {
    return location.country();
  }
}
