package org.ikisaki.service;

/**
 * What people call it.
 *
 * @param name YouTube, or a registrable domain, or {@code AS16509 Amazon (unnamed)}
 * @param category video, social and so on; empty where nobody said
 */
public record Service(String name, String category) {
  // Those that a record has by itself are slow.
  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Service that
            && name.equals(that.name)
            && category.equals(that.category);
  }

  @Override
  public int hashCode() {
    return name.hashCode() * 31 + category.hashCode();
  }
}
