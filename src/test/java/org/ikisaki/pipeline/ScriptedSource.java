package org.ikisaki.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.ikisaki.capture.FrameSource;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.LinkType;
import org.jspecify.annotations.Nullable;

/** Frames as told, at the times told. */
final class ScriptedSource implements FrameSource {
  private final boolean live;
  private final Deque<Step> steps = new ArrayDeque<>();
  private DropCounts drops = DropCounts.NONE;

  ScriptedSource(boolean live) {
    this.live = live;
  }

  ScriptedSource frame(Instant time, byte[] bytes) {
    steps.add(new Step(Poll.FRAME, time, bytes, null));
    return this;
  }

  ScriptedSource idle() {
    steps.add(new Step(Poll.IDLE, Instant.EPOCH, new byte[0], null));
    return this;
  }

  ScriptedSource drops(long kernel, long networkInterface) {
    drops = new DropCounts(kernel, networkInterface);
    return this;
  }

  ScriptedSource breaks(IOException failure) {
    steps.add(new Step(Poll.END, Instant.EPOCH, new byte[0], failure));
    return this;
  }

  @Override
  public String name() {
    return "script";
  }

  @Override
  public boolean isLive() {
    return live;
  }

  @Override
  public Poll poll(Frame frame) throws IOException {
    Step step = steps.poll();
    if (step == null) {
      return Poll.END;
    }
    if (step.failure != null) {
      throw step.failure;
    }
    if (step.poll == Poll.FRAME) {
      long nanos = step.time.getEpochSecond() * 1_000_000_000L + step.time.getNano();
      frame.set(
          ByteBuffer.wrap(step.bytes),
          0,
          step.bytes.length,
          step.bytes.length,
          LinkType.ETHERNET,
          nanos);
    }
    return step.poll;
  }

  @Override
  public DropCounts drops() {
    return drops;
  }

  @Override
  public void stop() {
    steps.clear();
  }

  @Override
  public void close() {
    steps.clear();
  }

  private record Step(Poll poll, Instant time, byte[] bytes, @Nullable IOException failure) {}
}
