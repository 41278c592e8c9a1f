package org.ikisaki.daemon;

import org.ikisaki.capture.FrameSource;

/**
 * How a source is just now.
 *
 * @param status in words, {@link FrameSource#CAPTURING} if it is well
 * @param gaps how often it was lost since the start
 * @param isAtWrongPlace whether it turned out to hear only this computer and what is sent to
 *     everybody
 */
public record SourceState(String name, String status, long gaps, boolean isAtWrongPlace) {
  /** Whether something ails it. */
  public boolean isInTrouble() {
    return !status.equals(FrameSource.CAPTURING);
  }
}
