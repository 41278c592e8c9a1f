package org.ikisaki.store;

import java.time.Instant;
import java.util.List;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * A trace as the store keeps it.
 *
 * @param origin who traced
 * @param started to the second
 * @param name what the target was called
 * @param kind what it was traced with
 * @param route its way in short, to be compared with others
 * @param answers by TTL, then in order
 */
public record StoredTrace(
    String origin,
    Instant started,
    String name,
    IpAddress target,
    String kind,
    String route,
    List<StoredAnswer> answers) {
  public StoredTrace {
    answers = List.copyOf(answers);
  }

  /**
   * What came back for one probe, or that nothing came back for all of a hop.
   *
   * @param sent how many probes had this TTL
   * @param router who answered; {@code null} where nobody did
   * @param routerName what that is called, {@code null} where unknown
   * @param rttMicros -1 where unknown
   * @param labels MPLS labels as text, empty without
   * @param translated whether a NAT lies before it
   */
  public record StoredAnswer(
      int ttl,
      int sent,
      @Nullable IpAddress router,
      @Nullable String routerName,
      long rttMicros,
      String meaning,
      String labels,
      boolean translated) {}
}
