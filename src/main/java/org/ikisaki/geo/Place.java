package org.ikisaki.geo;

/**
 * Where an address belongs.
 *
 * @param asn autonomous system number, 0 where unknown
 * @param asOrg its organisation, empty where unknown
 * @param country ISO 3166-1 alpha-2 code, {@code ZZ} where unknown
 */
public record Place(int asn, String asOrg, String country) {
  public static final Place UNKNOWN = new Place(0, "", "ZZ");

  /** This place, with what is unknown of it taken from another; what is known stays. */
  public Place filledFrom(Place other) {
    boolean takesAs = asn == 0 && other.asn != 0;
    boolean takesCountry = country.equals(UNKNOWN.country) && !other.country.equals(country);
    return takesAs || takesCountry
        ? new Place(
            takesAs ? other.asn : asn,
            takesAs ? other.asOrg : asOrg,
            takesCountry ? other.country : country)
        : this;
  }

  // Those that a record has by itself are slow.
  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Place that
            && asn == that.asn
            && asOrg.equals(that.asOrg)
            && country.equals(that.country);
  }

  @Override
  public int hashCode() {
    return (asn * 31 + asOrg.hashCode()) * 31 + country.hashCode();
  }
}
