package org.ikisaki.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.ikisaki.capture.FrameSource.DropCounts;
import org.ikisaki.capture.FrameSource.Poll;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.LinkType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReopeningTest {
  private final Frame frame = new Frame();
  private final Deque<Wire> wires = new ArrayDeque<>();
  private int tries;
  private long now = Duration.ofDays(1).toNanos();

  @Test
  void aSourceThatBreaksIsOpenedAnew() throws IOException {
    wires.add(new Wire().frame(1).breaks("wire: gone"));
    wires.add(new Wire().frame(2).frame(3));
    Reopening source = open();
    assertThat(source.name()).isEqualTo("wire");
    assertThat(source.isLive()).isTrue();
    assertThat(source.status()).isEqualTo(FrameSource.CAPTURING);
    assertThat(next(source)).isEqualTo(1);
    assertThat(source.poll(frame)).isEqualTo(Poll.IDLE);
    assertThat(source.status()).isEqualTo("gone");
    assertThat(source.gaps()).isEqualTo(1);
    assertThat(next(source)).isEqualTo(2);
    assertThat(next(source)).isEqualTo(3);
    assertThat(source.status()).isEqualTo(FrameSource.CAPTURING);
    assertThat(tries).isEqualTo(2);
  }

  @Test
  void whatIsWrongFromTheStartIsThrown() {
    assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessage("no such interface");
  }

  @Test
  void aSourceThatBreaksIsClosedAndItsDropsAreKept() throws IOException {
    Wire first = new Wire().drops(3, 1).breaks("gone");
    Wire second = new Wire().drops(4, 2).frame(1);
    wires.add(first);
    wires.add(second);
    Reopening source = open();
    assertThat(source.poll(frame)).isEqualTo(Poll.IDLE);
    assertThat(first.closed).isTrue();
    assertThat(source.drops()).isEqualTo(new DropCounts(3, 1));
    next(source);
    assertThat(source.drops()).isEqualTo(new DropCounts(7, 3));
    assertThat(second.closed).isFalse();
    source.close();
    assertThat(second.closed).isTrue();
  }

  @Test
  void aMissingSourceIsLookedForEveryTwoSecondsInTheLongRun() throws IOException {
    wires.add(new Wire().breaks("gone"));
    Reopening source = open();
    source.poll(frame);
    int before = tries;
    for (int i = 0; i < 20; i++) {
      now += Duration.ofSeconds(1).toNanos();
      assertThat(source.poll(frame)).isEqualTo(Poll.IDLE);
    }
    assertThat(tries - before).isBetween(9, 12);
    assertThat(source.status()).isEqualTo("no such interface");
    wires.add(new Wire().frame(9));
    now += Duration.ofSeconds(2).toNanos();
    assertThat(source.poll(frame)).isEqualTo(Poll.IDLE);
    assertThat(next(source)).isEqualTo(9);
  }

  @Test
  void aSourceThatAlwaysBreaksIsNotOpenedMoreAndMoreOften() throws IOException {
    for (int i = 0; i < 100; i++) {
      wires.add(new Wire().breaks("gone"));
    }
    Reopening source = open();
    for (int i = 0; i < 20; i++) {
      now += Duration.ofSeconds(1).toNanos();
      assertThat(source.poll(frame)).isEqualTo(Poll.IDLE);
    }
    assertThat(tries).isBetween(5, 12);
    assertThat(source.gaps()).isBetween(tries - 1L, (long) tries);
  }

  @Test
  void stopEndsWhatIsThereAndTheSearchForWhatIsNot() throws IOException {
    Wire wire = new Wire().frame(1);
    wires.add(wire);
    Reopening source = open();
    source.stop();
    assertThat(wire.stopped).isTrue();
    assertThat(source.poll(frame)).isEqualTo(Poll.END);

    wires.add(new Wire().breaks("gone"));
    Reopening missing = open();
    missing.poll(frame);
    CompletableFuture<Void> stop = CompletableFuture.runAsync(missing::stop);
    Poll poll = missing.poll(frame);
    while (poll == Poll.IDLE) {
      poll = missing.poll(frame);
    }
    assertThat(poll).isEqualTo(Poll.END);
    stop.join();
    missing.close();
  }

  private Reopening open() throws IOException {
    return Reopening.open(
        () -> {
          tries++;
          Wire wire = wires.poll();
          if (wire == null) {
            throw new IOException("no such interface");
          }
          return wire;
        },
        () -> now);
  }

  private long next(Reopening source) throws IOException {
    Poll poll = source.poll(frame);
    while (poll == Poll.IDLE) {
      now += Duration.ofSeconds(1).toNanos();
      poll = source.poll(frame);
    }
    assertThat(poll).isEqualTo(Poll.FRAME);
    return frame.timestamp();
  }

  /** Frames that are told by their times; then nothing, or a failure. */
  private static final class Wire implements FrameSource {
    private final Deque<Long> times = new ArrayDeque<>();
    private DropCounts drops = DropCounts.NONE;
    private String failure = "";
    private boolean stopped;
    private boolean closed;

    Wire frame(long time) {
      times.add(time);
      return this;
    }

    Wire drops(long kernel, long networkInterface) {
      drops = new DropCounts(kernel, networkInterface);
      return this;
    }

    Wire breaks(String words) {
      failure = words;
      return this;
    }

    @Override
    public String name() {
      return "wire";
    }

    @Override
    public boolean isLive() {
      return true;
    }

    @Override
    public Poll poll(Frame frame) throws IOException {
      if (stopped) {
        return Poll.END;
      }
      if (!times.isEmpty()) {
        frame.set(ByteBuffer.allocate(0), 0, 0, 0, LinkType.ETHERNET, times.remove());
        return Poll.FRAME;
      }
      if (!failure.isEmpty()) {
        throw new IOException(failure);
      }
      return Poll.IDLE;
    }

    @Override
    public DropCounts drops() {
      return drops;
    }

    @Override
    public void stop() {
      stopped = true;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
