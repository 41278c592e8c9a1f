package org.ikisaki.flow;

/** Which addresses are at home. Confined to one capture thread. */
public final class HomeNetworks {
  /** Whether the address is at home; group addresses never are. */
  public boolean contains(long high, long low) {
    throw new UnsupportedOperationException();
  }
}
