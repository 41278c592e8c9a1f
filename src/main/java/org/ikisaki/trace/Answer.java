package org.ikisaki.trace;

import java.util.List;
import org.ikisaki.wire.IpAddress;

/**
 * What came back for one probe.
 *
 * @param from who answered
 * @param roundTripNanos from sending to receiving, nanoseconds; -1 where a program didn't say
 * @param meaning what the answer says
 * @param labels outermost first; empty without MPLS, or where the router doesn't tell
 * @param translated whether the quoted probe is no longer the one that was sent: a NAT lies before
 *     this hop
 */
public record Answer(
    IpAddress from,
    long roundTripNanos,
    Meaning meaning,
    List<MplsLabel> labels,
    boolean translated) {
  public Answer {
    labels = List.copyOf(labels);
  }

  public static Answer of(IpAddress from, long roundTripNanos, Meaning meaning) {
    return new Answer(from, roundTripNanos, meaning, List.of(), false);
  }

  /** What an answer says of the probe (RFC 792, RFC 1812 5.2.7.1, RFC 4443 3.1). */
  public enum Meaning {
    /** Its TTL was spent: a router on the way. */
    TIME_EXCEEDED,
    /** It reached the target: echo reply, closed or open port. */
    REACHED,
    NETWORK_UNREACHABLE,
    HOST_UNREACHABLE,
    PROTOCOL_UNREACHABLE,
    PROHIBITED,
    /** Too big, source route failed and the like. */
    OTHER_UNREACHABLE;

    /** Whether no probe with a larger TTL will get further. */
    public boolean ends() {
      return this != TIME_EXCEEDED;
    }
  }
}
