package org.ikisaki.export;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one export is getting on.
 *
 * @param state what it is doing
 * @param lag how much older the newest exported time is than now; zero when nothing is waiting
 * @param problem what went wrong last and is not over, with what to do; null when all is well
 * @param nextTry when it tries again, null when nothing is wrong
 * @param written lines the server has taken since the start
 * @param rejected lines the server has refused for good since the start
 * @param lastRejection the reason of the last of those, null if there were none
 * @param stale times that the server keeps as they were, as it can't delete, since it was last
 *     built anew
 */
public record ExportStatus(
    String name,
    State state,
    Duration lag,
    @Nullable String problem,
    @Nullable Instant nextTry,
    long written,
    long rejected,
    @Nullable String lastRejection,
    long stale) {

  /** What an export is doing. */
  public enum State {
    /** Nothing is waiting. */
    LEVEL,
    /** Rows are on their way. */
    SENDING,
    /** The server can't be reached or is in trouble; rows wait in the store. */
    WAITING,
    /** The server refuses; rows wait in the store until the user has done something. */
    REFUSED
  }
}
