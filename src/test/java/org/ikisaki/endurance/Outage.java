package org.ikisaki.endurance;

/** What may be wrong between an exporter and its server. */
enum Outage {
  NONE,
  /** The connection ends before an answer, and nothing is stored. */
  CUT,
  /** It takes seconds to answer. */
  SLOW,
  BUSY_429,
  FAILING_500,
  BAD_GATEWAY_502,
  /** As when cut, but the lines are stored. */
  CUT_AFTER,
  UNAVAILABLE_503,
  TIMEOUT_504,
  /** Whatever is larger than a few lines is too large. */
  TOO_LARGE_413,
  /** Somebody else answers, and says that all is well. */
  WRONG_SERVER_200,
  UNKNOWN_USER_401,
  MISSING_404;

  /** Whether an exporter waits a whole minute until it tries again. */
  boolean isRefusal() {
    return this == UNKNOWN_USER_401 || this == MISSING_404;
  }
}
