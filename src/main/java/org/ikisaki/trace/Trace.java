package org.ikisaki.trace;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.ikisaki.wire.IpAddress;

/**
 * The way to one target, as it was at one time.
 *
 * @param origin who traced: the sensor's name, or the file it was read from
 * @param started when the first probe was sent
 * @param hops by TTL without gaps; a silent router is a silent hop. The last is where the target,
 *     or whoever refused, answered, or the last that was tried
 * @param names what routers are called, by reverse look-up or by the program that traced; not all
 *     have one, and none is to be trusted
 */
public record Trace(
    Target target,
    String origin,
    Instant started,
    ProbeKind kind,
    List<Hop> hops,
    Map<IpAddress, String> names) {
  public Trace {
    hops = List.copyOf(hops);
    names = Map.copyOf(names);
  }

  /** Whether the target itself answered. */
  public boolean reached() {
    return !hops.isEmpty()
        && hops.get(hops.size() - 1).answers().stream()
            .anyMatch(
                answer ->
                    answer.meaning() == Answer.Meaning.REACHED
                        || answer.from().equals(target.address()));
  }
}
