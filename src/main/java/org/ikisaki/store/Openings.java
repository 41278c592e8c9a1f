package org.ikisaki.store;

/**
 * How the connections of some traffic began.
 *
 * @param here one was opened by the device at home, before our eyes
 * @param before one was under way when it was first seen
 * @param outside one was opened by the far end
 */
public record Openings(boolean here, boolean before, boolean outside) {
  public static final Openings NONE = new Openings(false, false, false);

  private static final int HERE = 1;
  private static final int BEFORE = 2;
  private static final int OUTSIDE = 4;

  static Openings of(int bits) {
    return new Openings((bits & HERE) != 0, (bits & BEFORE) != 0, (bits & OUTSIDE) != 0);
  }

  int bits() {
    return (here ? HERE : 0) | (before ? BEFORE : 0) | (outside ? OUTSIDE : 0);
  }

  public Openings or(Openings other) {
    return of(bits() | other.bits());
  }

  boolean includes(Openings other) {
    return (other.bits() & ~bits()) == 0;
  }
}
