package org.ikisaki.naming;

/**
 * What an address was called, and on which evidence.
 *
 * @param host canonical host name: lower case, without the final dot; of a certificate perhaps a
 *     wildcard such as {@code *.example.org}
 */
public record Name(String host, NameSource source) {
  private static final String WILDCARD = "*.";

  /** Whether it tells only the domain that the host lies in. */
  public boolean isWildcard() {
    return host.startsWith(WILDCARD);
  }

  // Those that a record has by itself are slow.
  @Override
  public boolean equals(Object other) {
    return other instanceof Name that && source == that.source && host.equals(that.host);
  }

  @Override
  public int hashCode() {
    return host.hashCode() * 31 + source.ordinal();
  }
}
