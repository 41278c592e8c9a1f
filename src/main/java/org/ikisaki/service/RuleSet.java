package org.ikisaki.service;

import org.jspecify.annotations.Nullable;

/** All rules, compiled. Immutable; once published it is never modified. */
public final class RuleSet {
  /** Every subject has a service: a rule's, its registrable domain, or its AS or address. */
  public Match classify(Subject subject) {
    throw new UnsupportedOperationException();
  }

  /**
   * A service and why.
   *
   * @param rule the rule that won, or null where none matched and the name or AS stands in
   */
  public record Match(Service service, @Nullable Rule rule) {}

  /**
   * One pattern of one service.
   *
   * @param pattern as written, such as {@code *.googlevideo.com}
   * @param origin file and line, such as {@code services.yaml:12}
   */
  public record Rule(String pattern, Service service, String origin) {}
}
