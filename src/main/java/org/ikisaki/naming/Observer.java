package org.ikisaki.naming;

import java.util.List;
import org.ikisaki.wire.Packet;
import org.jspecify.annotations.Nullable;

/** Reads names off the packets of one source. Confined to its capture thread. */
public final class Observer {
  /** Whether {@link #inspect} could learn anything from {@code packet}; allocates nothing. */
  public boolean wants(Packet packet) {
    throw new UnsupportedOperationException();
  }

  /**
   * Looks into the payload of a packet with ports.
   *
   * @param client whose evidence an answer in it would be
   * @return the server name of the packet's own flow, if this packet revealed it
   */
  public @Nullable Name inspect(Packet packet, String client) {
    throw new UnsupportedOperationException();
  }

  /** The DNS answers seen since the last call, in order. */
  public List<DnsAnswer> drainAnswers() {
    throw new UnsupportedOperationException();
  }
}
