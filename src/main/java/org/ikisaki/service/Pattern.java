package org.ikisaki.service;

import org.ikisaki.wire.IpAddress;

/** What one rule looks for. Patterns with equal {@link #text} match the same subjects. */
sealed interface Pattern {
  String text();

  /** One host name. */
  record Exact(String text) implements Pattern {}

  /** {@code *.domain}: the domain itself and every name below it. */
  record Suffix(String domain) implements Pattern {
    @Override
    public String text() {
      return "*." + domain;
    }
  }

  /** A host name in which {@code *} is any run of characters and {@code ?} is any one. */
  record Glob(String text) implements Pattern {
    /** How specific it is. */
    int literals() {
      return (int) text.chars().filter(c -> c != '*' && c != '?').count();
    }
  }

  /** {@code /expression/}, found anywhere in the name. */
  record Regex(com.google.re2j.Pattern expression) implements Pattern {
    @Override
    public String text() {
      return "/" + expression.pattern() + "/";
    }
  }

  /** The addresses that share their first {@code length} bits with {@code address}. */
  record Network(IpAddress address, int length) implements Pattern {
    @Override
    public String text() {
      return address + "/" + length;
    }
  }

  /** An autonomous system; the number is unsigned. */
  record AutonomousSystem(int number) implements Pattern {
    @Override
    public String text() {
      return "AS" + Integer.toUnsignedString(number);
    }
  }
}
