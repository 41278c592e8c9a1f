package org.ikisaki.endurance;

import java.util.Locale;

/** Says of each figure whether it holds, and remembers whether all did. */
final class Judgement {
  private boolean all = true;

  /** Judges a figure that must not be above its bound. */
  void atMost(String what, double is, double bound, String unit) {
    judge(is <= bound, "%s: %s of at most %s %s".formatted(what, number(is), number(bound), unit));
  }

  void holds(String what, boolean holds) {
    judge(holds, what);
  }

  boolean all() {
    return all;
  }

  private void judge(boolean holds, String what) {
    all &= holds;
    System.out.println((holds ? "holds  " : "FAILS  ") + what);
  }

  private static String number(double number) {
    return number >= 100 || number == Math.rint(number)
        ? String.format(Locale.ROOT, "%,.0f", number)
        : String.format(Locale.ROOT, "%.1f", number);
  }
}
