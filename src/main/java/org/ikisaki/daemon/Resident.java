package org.ikisaki.daemon;

/** Something that runs beside the pipeline, on a thread of its own, for as long as it does. */
interface Resident {
  /** The thread's name. */
  String name();

  /** Works until {@link #stop}. */
  void run() throws Exception;

  /** Makes {@link #run} return soon; called from another thread, after the last commit. */
  void stop() throws Exception;
}
