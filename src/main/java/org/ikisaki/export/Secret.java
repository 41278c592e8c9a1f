package org.ikisaki.export;

/** A password or token. Its text leaves only through {@link #reveal}, never through a log. */
public final class Secret {
  private final String text;

  Secret(String text) {
    this.text = text;
  }

  String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
