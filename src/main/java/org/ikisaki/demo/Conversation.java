package org.ikisaki.demo;

/** Something that goes on in the household, one step after the other. */
interface Conversation {
  /** What {@link #step} returns when there is no further step. */
  long DONE = Long.MAX_VALUE;

  /**
   * Takes the step that is due: sends at most one frame, and may put others on the agenda.
   *
   * @param now nanoseconds since 1970
   * @return when the next step is due, not before {@code now}, or {@link #DONE}
   */
  long step(long now);
}
