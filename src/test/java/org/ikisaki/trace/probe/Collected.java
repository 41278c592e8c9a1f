package org.ikisaki.trace.probe;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.ikisaki.trace.Target;
import org.ikisaki.trace.Trace;
import org.ikisaki.wire.IpAddress;

/** What a tracer handed over. */
final class Collected implements TraceSink {
  final Map<IpAddress, Trace> finished = new LinkedHashMap<>();
  final Map<IpAddress, Trace> stopped = new HashMap<>();
  final Map<IpAddress, String> failed = new HashMap<>();

  /** The one that was finished. */
  Trace trace(IpAddress target) {
    return Objects.requireNonNull(finished.get(target));
  }

  @Override
  public void finished(Trace trace) {
    finished.put(trace.target().address(), trace);
  }

  @Override
  public void stopped(Trace trace) {
    stopped.put(trace.target().address(), trace);
  }

  @Override
  public void failed(Target target, String reason) {
    failed.put(target.address(), reason);
  }
}
