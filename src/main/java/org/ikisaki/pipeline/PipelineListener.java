package org.ikisaki.pipeline;

import org.ikisaki.flow.FlowUpdate;
import org.ikisaki.naming.Named;
import org.jspecify.annotations.Nullable;

/** Hears what passes through the pipeline, on the writer thread: an interval, then its flows. */
public interface PipelineListener {
  /** Nobody listens. */
  PipelineListener NONE = new PipelineListener() {};

  default void onInterval(Interval interval) {}

  /** Called with the name that the flow has by now. */
  default void onFlow(String source, FlowUpdate flow, @Nullable Named name) {}
}
