package org.ikisaki.cli;

import com.google.gson.JsonObject;
import java.time.Instant;
import org.ikisaki.flow.FlowUpdate;
import org.ikisaki.naming.Named;
import org.ikisaki.pipeline.Interval;
import org.ikisaki.pipeline.PipelineListener;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.jspecify.annotations.Nullable;

/** What a whole capture held. Confined to the writer thread until that has ended. */
final class Totals implements PipelineListener {
  private PipelineListener next = PipelineListener.NONE;
  private Instant first = Instant.MAX;
  private Instant last = Instant.EPOCH;
  private CaptureStats captured = CaptureStats.ZERO;

  /** Lets {@code listener}, if there is one, hear the same. */
  Totals before(@Nullable PipelineListener listener) {
    next = listener == null ? PipelineListener.NONE : listener;
    return this;
  }

  @Override
  public void onInterval(Interval interval) {
    first = interval.start().isBefore(first) ? interval.start() : first;
    last = interval.end().isAfter(last) ? interval.end() : last;
    captured = captured.plus(interval.capture());
    next.onInterval(interval);
  }

  @Override
  public void onFlow(String source, FlowUpdate flow, @Nullable Named name) {
    next.onFlow(source, flow, name);
  }

  /** When the first interval began. */
  Instant first() {
    return first;
  }

  /** When the last interval ended. */
  Instant last() {
    return last;
  }

  String text() {
    return captured.frames()
        + " frames, "
        + Text.bytes(captured.frameBytes())
        + "; "
        + captured.ipPackets()
        + " IP packets, "
        + Text.bytes(captured.ipBytes())
        + "; "
        + captured.notIp()
        + " frames without IP, "
        + captured.undecoded()
        + " not decoded"
        + (captured.duplicates() == 0 ? "" : ", " + captured.duplicates() + " heard twice");
  }

  JsonObject json() {
    JsonObject object = new JsonObject();
    object.addProperty("frames", captured.frames());
    object.addProperty("frame_bytes", captured.frameBytes());
    object.addProperty("ip_packets", captured.ipPackets());
    object.addProperty("ip_bytes", captured.ipBytes());
    object.addProperty("not_ip", captured.notIp());
    object.addProperty("undecoded", captured.undecoded());
    object.addProperty("duplicates", captured.duplicates());
    return object;
  }
}
