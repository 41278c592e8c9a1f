package org.ikisaki.pipeline;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the writer has done since the start. Immutable.
 *
 * @param commits that succeeded while it ran
 * @param commitNanos how long those took
 * @param failedCommits whose rows waited for another try
 * @param lastCommit null before the first
 * @param names pieces of evidence that are remembered
 * @param namesEvicted those that made room for others
 */
public record WriterCounters(
    long commits,
    long commitNanos,
    long failedCommits,
    @Nullable Instant lastCommit,
    int names,
    long namesEvicted) {
  static final WriterCounters ZERO = new WriterCounters(0, 0, 0, null, 0, 0);

  WriterCounters withCommit(Instant time, long nanos) {
    return new WriterCounters(
        commits + 1, commitNanos + nanos, failedCommits, time, names, namesEvicted);
  }

  WriterCounters withFailure() {
    return new WriterCounters(
        commits, commitNanos, failedCommits + 1, lastCommit, names, namesEvicted);
  }

  WriterCounters withNames(int newNames, long newEvicted) {
    return new WriterCounters(
        commits, commitNanos, failedCommits, lastCommit, newNames, newEvicted);
  }
}
