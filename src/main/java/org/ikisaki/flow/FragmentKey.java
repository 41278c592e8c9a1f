package org.ikisaki.flow;

import org.ikisaki.wire.Packet;

/**
 * What the fragments of one packet have in common (RFC 791, 3.2; RFC 8200, 4.5). Used again and
 * again, so that none is made for a packet. Confined to one capture thread.
 */
final class FragmentKey {
  private long sourceHigh;
  private long sourceLow;
  private long destinationHigh;
  private long destinationLow;
  private int fragmentId;
  private int protocol;

  void set(Packet fragment) {
    sourceHigh = fragment.sourceHigh();
    sourceLow = fragment.sourceLow();
    destinationHigh = fragment.destinationHigh();
    destinationLow = fragment.destinationLow();
    fragmentId = fragment.fragmentId();
    protocol = fragment.protocol();
  }

  boolean matches(Packet fragment) {
    return fragmentId == fragment.fragmentId()
        && sourceLow == fragment.sourceLow()
        && destinationLow == fragment.destinationLow()
        && sourceHigh == fragment.sourceHigh()
        && destinationHigh == fragment.destinationHigh()
        && protocol == fragment.protocol();
  }
}
