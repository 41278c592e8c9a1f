package org.ikisaki.naming;

/** The name that a flow goes by, and how sure that is. */
public record Named(Name name, Confidence confidence) {
  /** By what the flow said itself. */
  public static Named byItself(Name name) {
    return new Named(name, Confidence.ofOwn(name.source()));
  }

  /** Whether its evidence overrides that of {@code other}. */
  public boolean isStrongerThan(Named other) {
    return name.source().isStrongerThan(other.name.source());
  }
}
