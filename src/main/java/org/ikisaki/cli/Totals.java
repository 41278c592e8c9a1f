package org.ikisaki.cli;

import com.google.gson.JsonObject;
import java.time.Instant;
import org.ikisaki.flow.FlowUpdate;
import org.ikisaki.naming.Name;
import org.ikisaki.pipeline.Interval;
import org.ikisaki.pipeline.PipelineListener;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.jspecify.annotations.Nullable;

/** What a whole capture held. Confined to the writer thread until that has ended. */
final class Totals implements PipelineListener {
  private PipelineListener next = PipelineListener.NONE;
  private Instant first = Instant.MAX;
  private Instant last = Instant.EPOCH;
  private long frames;
  private long frameBytes;
  private long ipPackets;
  private long ipBytes;
  private long notIp;
  private long undecoded;

  /** Lets {@code listener}, if there is one, hear the same. */
  Totals before(@Nullable PipelineListener listener) {
    next = listener == null ? PipelineListener.NONE : listener;
    return this;
  }

  @Override
  public void onInterval(Interval interval) {
    CaptureStats capture = interval.capture();
    first = interval.start().isBefore(first) ? interval.start() : first;
    last = interval.end().isAfter(last) ? interval.end() : last;
    frames += capture.frames();
    frameBytes += capture.frameBytes();
    ipPackets += capture.ipPackets();
    ipBytes += capture.ipBytes();
    notIp += capture.notIp();
    undecoded += capture.undecoded();
    next.onInterval(interval);
  }

  @Override
  public void onFlow(String source, FlowUpdate flow, @Nullable Name name) {
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
    return frames
        + " frames, "
        + Text.bytes(frameBytes)
        + "; "
        + ipPackets
        + " IP packets, "
        + Text.bytes(ipBytes)
        + "; "
        + notIp
        + " frames without IP, "
        + undecoded
        + " not decoded";
  }

  JsonObject json() {
    JsonObject object = new JsonObject();
    object.addProperty("frames", frames);
    object.addProperty("frame_bytes", frameBytes);
    object.addProperty("ip_packets", ipPackets);
    object.addProperty("ip_bytes", ipBytes);
    object.addProperty("not_ip", notIp);
    object.addProperty("undecoded", undecoded);
    return object;
  }
}
