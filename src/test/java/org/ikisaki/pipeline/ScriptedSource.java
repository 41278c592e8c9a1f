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
  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  private final boolean live;
  private final Deque<Step> steps = new ArrayDeque<>();
  private DropCounts drops = DropCounts.NONE;
  private long gaps;

  ScriptedSource(boolean live) {
    this.live = live;
  }

  ScriptedSource frame(Instant time, byte[] bytes) {
    steps.add(new Step(Poll.FRAME, time, ByteBuffer.wrap(bytes), null));
    return this;
  }

  ScriptedSource idle() {
    steps.add(new Step(Poll.IDLE, Instant.EPOCH, EMPTY, null));
    return this;
  }

  ScriptedSource drops(long kernel, long networkInterface) {
    drops = new DropCounts(kernel, networkInterface);
    return this;
  }

  ScriptedSource gaps(long count) {
    gaps = count;
    return this;
  }

  ScriptedSource breaks(IOException failure) {
    steps.add(new Step(Poll.END, Instant.EPOCH, EMPTY, failure));
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
          step.bytes, 0, step.bytes.capacity(), step.bytes.capacity(), LinkType.ETHERNET, nanos);
    }
    return step.poll;
  }

  @Override
  public DropCounts drops() {
    return drops;
  }

  @Override
  public long gaps() {
    return gaps;
  }

  @Override
  public void stop() {
    steps.clear();
  }

  @Override
  public void close() {
    steps.clear();
  }

  private record Step(Poll poll, Instant time, ByteBuffer bytes, @Nullable IOException failure) {}
}
