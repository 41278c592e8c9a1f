package org.ikisaki.trace.probe;

import org.ikisaki.trace.Target;
import org.ikisaki.trace.Trace;

/** Who gets traces, in the order in which they end. */
public interface TraceSink {
  void finished(Trace trace);

  /** What was known when all was stopped; has a hop at least. */
  void stopped(Trace trace);

  /** Nothing could be sent there. */
  void failed(Target target, String reason);
}
