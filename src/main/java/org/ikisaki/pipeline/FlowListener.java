package org.ikisaki.pipeline;

import org.ikisaki.flow.FlowUpdate;
import org.ikisaki.naming.Name;
import org.jspecify.annotations.Nullable;

/** Hears each flow update with the name it was given, on the writer thread. */
public interface FlowListener {
  /** Nobody listens. */
  FlowListener NONE = (source, flow, name) -> {};

  void onFlow(String source, FlowUpdate flow, @Nullable Name name);
}
