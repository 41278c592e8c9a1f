package org.ikisaki.endurance;

import java.util.Locale;

/** Says of each figure whether it holds, and knows if one did not. Confined to one thread. */
final class Verdicts {
  private boolean allHold = true;

  boolean allHold() {
    return allHold;
  }

  void atMost(String what, double is, double bound, String unit) {
    say(is <= bound, what, number(is) + " of at most " + number(bound) + " " + unit);
  }

  void atLeast(String what, double is, double bound, String unit) {
    say(is >= bound, what, number(is) + " of at least " + number(bound) + " " + unit);
  }

  void all(String what, long are, long of, String unit) {
    say(are == of, what, number((double) are) + " of " + number((double) of) + " " + unit);
  }

  void holds(String what, boolean holds) {
    say(holds, what, holds ? "yes" : "no");
  }

  /** Something worth knowing that nothing is asked of. */
  void note(String what) {
    System.out.println("        " + what);
  }

  private void say(boolean holds, String what, String figures) {
    allHold &= holds;
    System.out.printf("%s  %s: %s%n", holds ? "holds " : "FAILS ", what, figures);
  }

  /** Whole, or with two decimals where that says more. */
  static String number(double value) {
    String format = value == Math.rint(value) || value >= 1_000 ? "%,.0f" : "%,.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
