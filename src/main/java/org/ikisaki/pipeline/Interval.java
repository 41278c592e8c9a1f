package org.ikisaki.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.ikisaki.flow.DeviceUpdate;
import org.ikisaki.flow.FlowUpdate;
import org.ikisaki.naming.Claim;
import org.ikisaki.naming.DeviceClue;
import org.ikisaki.naming.DnsAnswer;
import org.ikisaki.naming.Name;
import org.ikisaki.store.IntervalRows.CaptureStats;

/**
 * All that one source saw in one interval: what leaves the capture thread. Immutable.
 *
 * @param start aligned to ten seconds of packet time
 * @param end when it was closed; more than ten seconds after start where the writer fell behind
 * @param names server names that flows revealed of themselves, by flow id
 * @param answers in the order seen
 * @param claims in the order seen
 * @param deviceClues what was said of devices, each once
 */
public record Interval(
    String source,
    Instant start,
    Instant end,
    List<FlowUpdate> flows,
    Map<Long, Name> names,
    List<DnsAnswer> answers,
    List<Claim> claims,
    List<DeviceClue> deviceClues,
    List<DeviceUpdate> devices,
    CaptureStats capture) {
  public Interval {
    flows = List.copyOf(flows);
    names = Map.copyOf(names);
    answers = List.copyOf(answers);
    claims = List.copyOf(claims);
    deviceClues = List.copyOf(deviceClues);
    devices = List.copyOf(devices);
  }
}
