package org.ikisaki.trace.probe;

import java.io.Closeable;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.ikisaki.trace.ProbeKind;
import org.ikisaki.wire.IpAddress;

/** Sends probes, and tells what came back. Confined to one thread. */
public interface ProbeChannel extends Closeable {
  ProbeKind kind();

  /** How many probes to one target may be in flight. */
  int window();

  /**
   * Sends a probe.
   *
   * @return when, as {@link System#nanoTime}; empty if the system has no room for it just now
   * @throws UnreachableException if this system knows no way there, or may not send there
   * @throws IOException if nothing can be sent any more
   */
  OptionalLong send(Probe probe) throws IOException;

  /**
   * Hands over all replies that are there, and waits for one if there is none.
   *
   * @param nanos how long at most; 0 not to wait
   */
  void receive(long nanos, Consumer<Reply> sink) throws IOException;

  /** No more is sent there, nor awaited from there. */
  void release(IpAddress target);

  /** How many messages were no replies to probes of ours, or were broken. */
  long dropped();
}
