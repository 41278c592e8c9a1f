package org.ikisaki.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ikisaki.testing.Frames.ethernet;
import static org.ikisaki.testing.Frames.ipv4;
import static org.ikisaki.testing.Frames.udp;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.ikisaki.capture.Duplicates;
import org.ikisaki.flow.FlowSettings;
import org.ikisaki.flow.FlowTable;
import org.ikisaki.flow.HomeNetworks;
import org.ikisaki.flow.HomeSettings;
import org.ikisaki.naming.Observer;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.testing.Frames;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CaptureLoopTest {
  private static final Instant T = Instant.parse("2026-11-01T12:00:03Z");
  private static final Instant ALIGNED = Instant.parse("2026-11-01T12:00:00Z");
  private static final int PAYLOAD = 100;
  private static final int IP_BYTES = 20 + 8 + PAYLOAD;
  private static final String ROUTER = "02:00:00:00:00:01";
  private static final String LAPTOP = "02:00:00:00:00:02";

  private Instant now = T;
  private @Nullable Duplicates duplicates;
  private final InstantSource clock = () -> now;

  @Test
  void anIntervalIsTenAlignedSecondsOfPacketTime() throws Exception {
    List<Interval> intervals =
        play(
            new ScriptedSource(false)
                .frame(T, frame())
                .frame(T.plusSeconds(6), frame())
                .frame(T.plusSeconds(7), frame())
                .frame(T.plusSeconds(60), frame()));

    assertThat(intervals)
        .extracting(Interval::start)
        .containsExactly(ALIGNED, ALIGNED.plusSeconds(10), ALIGNED.plusSeconds(60));
    assertThat(intervals)
        .extracting(Interval::end)
        .containsExactly(ALIGNED.plusSeconds(10), ALIGNED.plusSeconds(20), ALIGNED.plusSeconds(70));
    assertThat(intervals).extracting(i -> i.capture().frames()).containsExactly(2L, 1L, 1L);
    assertThat(intervals).extracting(CaptureLoopTest::bytes).containsExactly(256L, 128L, 128L);
  }

  @Test
  void aLatePacketCountsForTheCurrentInterval() throws Exception {
    ScriptedSource source =
        new ScriptedSource(false).frame(T, frame()).frame(T.minusSeconds(30), frame());
    IntervalSink sink = new IntervalSink(16, 1);
    CaptureLoop loop = loop(source, sink);
    while (loop.doWork()) {}
    loop.finish();

    Interval only = sink.poll(Duration.ZERO);
    assertThat(only).isNotNull();
    assertThat(only.start()).isEqualTo(ALIGNED);
    assertThat(bytes(only)).isEqualTo(2 * IP_BYTES);
    assertThat(loop.counts()).containsEntry("late_packets", 1L);
    assertThat(sink.poll(Duration.ZERO)).isNull();
  }

  @Test
  void framesAreIpOrNotIpOrUndecoded() throws Exception {
    byte[] arp =
        ethernet(ROUTER, LAPTOP, Frames.arp(1, LAPTOP, "192.168.1.2", ROUTER, "192.168.1.1"));
    byte[] cut = java.util.Arrays.copyOf(frame(), 20);
    ScriptedSource source = new ScriptedSource(false).frame(T, frame()).frame(T, arp).frame(T, cut);
    IntervalSink sink = new IntervalSink(16, 1);
    CaptureLoop loop = loop(source, sink);
    while (loop.doWork()) {}
    loop.finish();

    Interval interval = sink.poll(Duration.ZERO);
    assertThat(interval).isNotNull();
    assertThat(interval.capture().frames()).isEqualTo(3);
    assertThat(interval.capture().ipPackets()).isEqualTo(1);
    assertThat(interval.capture().notIp()).isEqualTo(1);
    assertThat(interval.capture().undecoded()).isEqualTo(1);
    assertThat(interval.capture().frameBytes()).isEqualTo(frame().length + arp.length + 20);
    assertThat(loop.counts())
        .containsEntry("frames_ports", 1L)
        .containsEntry("frames_not_ip", 1L)
        .containsEntry("frames_truncated", 1L)
        .containsEntry("frames_too_deep", 0L);
  }

  @Test
  void whatASourceLostCountsForTheIntervalInWhichItDid() throws Exception {
    ScriptedSource source =
        new ScriptedSource(false).frame(T, frame()).gaps(2).frame(T.plusSeconds(20), frame());
    List<Interval> intervals = play(source);

    assertThat(intervals).extracting(i -> i.capture().gaps()).containsExactly(2L, 0L);
  }

  @Test
  void whatIsHeardTwiceCountsOnceIfWished() throws Exception {
    Instant copy = T.plusMillis(1);
    Instant again = T.plusMillis(200);
    List<Interval> twice =
        play(
            new ScriptedSource(false).frame(T, frame()).frame(copy, frame()).frame(again, frame()));
    duplicates = new Duplicates();
    List<Interval> once =
        play(
            new ScriptedSource(false).frame(T, frame()).frame(copy, frame()).frame(again, frame()));

    assertThat(bytes(twice.get(0))).isEqualTo(3 * IP_BYTES);
    assertThat(twice.get(0).capture().duplicates()).isZero();
    assertThat(bytes(once.get(0))).isEqualTo(2 * IP_BYTES);
    assertThat(once.get(0).capture())
        .isEqualTo(
            new CaptureStats(3, 3L * frame().length, 2, 2 * IP_BYTES, 0, 0, 0, 0, 1, 0, 0, 0));
  }

  @Test
  void anIdleLiveSourceClosesItsIntervalByTheClock() throws Exception {
    ScriptedSource source = new ScriptedSource(true).frame(T, frame()).idle().idle().idle();
    IntervalSink sink = new IntervalSink(16, 1);
    CaptureLoop loop = loop(source, sink);

    loop.doWork();
    assertThat(sink.poll(Duration.ZERO)).isNull();
    now = ALIGNED.plusSeconds(10);
    loop.doWork();
    assertThat(sink.poll(Duration.ZERO)).as("a frame may be on its way still").isNull();
    now = ALIGNED.plusSeconds(11);
    loop.doWork();
    Interval interval = sink.poll(Duration.ZERO);
    assertThat(interval).isNotNull();
    assertThat(bytes(interval)).isEqualTo(IP_BYTES);
  }

  @Test
  void aWriterThatFallsBehindCostsResolutionButNoBytes() throws Exception {
    ScriptedSource source = new ScriptedSource(true);
    for (int i = 0; i < 40; i++) {
      source.frame(T.plusSeconds(10L * i), frame());
    }
    IntervalSink sink = new IntervalSink(2, 1);
    CaptureLoop loop = loop(source, sink);
    while (loop.doWork()) {}
    loop.finish();

    List<Interval> intervals = drain(sink);
    assertThat(intervals).hasSize(3);
    assertThat(intervals.stream().mapToLong(CaptureLoopTest::bytes).sum())
        .isEqualTo(40L * IP_BYTES);
    assertThat(Duration.between(intervals.get(2).start(), intervals.get(2).end()))
        .isEqualTo(Duration.ofSeconds(380));
  }

  @Test
  void dropsAreCountedPerInterval() throws Exception {
    ScriptedSource source =
        new ScriptedSource(true).frame(T, frame()).idle().frame(T.plusSeconds(10), frame());
    IntervalSink sink = new IntervalSink(16, 1);
    CaptureLoop loop = loop(source, sink);

    loop.doWork();
    source.drops(5, 2);
    while (loop.doWork()) {}
    source.drops(6, 2);
    loop.finish();

    assertThat(drain(sink))
        .extracting(i -> i.capture().droppedByKernel(), i -> i.capture().droppedByInterface())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(5L, 2L),
            org.assertj.core.groups.Tuple.tuple(1L, 0L));
  }

  @Test
  void aBrokenSourceLosesNothingThatItGave() throws Exception {
    ScriptedSource source =
        new ScriptedSource(true).frame(T, frame()).breaks(new IOException("cable"));
    IntervalSink sink = new IntervalSink(16, 1);
    CaptureLoop loop = loop(source, sink);

    assertThatThrownBy(loop::doWork).isInstanceOf(IOException.class).hasMessage("cable");
    loop.finish();
    assertThat(drain(sink)).extracting(CaptureLoopTest::bytes).containsExactly((long) IP_BYTES);
  }

  @Test
  void aStoppedLiveSourceIsHeardUntilTheStopAndNoLonger() throws Exception {
    ScriptedSource source =
        new ScriptedSource(true)
            .idle()
            .frame(T.minusMillis(50), frame())
            .idle()
            .frame(T, frame())
            .frame(T.plusNanos(1), frame())
            .frame(T.plusNanos(2), frame());
    IntervalSink sink = new IntervalSink(16, 1);
    CaptureLoop loop = loop(source, sink);

    loop.stop();
    while (loop.doWork()) {}
    loop.finish();

    assertThat(drain(sink)).extracting(i -> i.capture().frames()).containsExactly(2L);
  }

  @Test
  void aStoppedLiveSourceThatIsQuietEndsOnceNothingCanBeOnItsWay() throws Exception {
    ScriptedSource source = new ScriptedSource(true).idle().idle().idle().frame(T, frame());
    CaptureLoop loop = loop(source, new IntervalSink(16, 1));

    loop.stop();
    now = T.plusMillis(249);
    assertThat(loop.doWork()).isTrue();
    now = T.plusMillis(250);
    assertThat(loop.doWork()).isFalse();
  }

  @Test
  void aStoppedFileEndsAtOnce() throws Exception {
    ScriptedSource source = new ScriptedSource(false).frame(T.minusSeconds(9), frame());
    CaptureLoop loop = loop(source, new IntervalSink(16, 1));

    loop.stop();
    assertThat(loop.doWork()).isFalse();
  }

  private List<Interval> play(ScriptedSource source) throws Exception {
    IntervalSink sink = new IntervalSink(16, 1);
    CaptureLoop loop = loop(source, sink);
    while (loop.doWork()) {}
    loop.finish();
    return drain(sink);
  }

  private CaptureLoop loop(ScriptedSource source, IntervalSink sink) {
    FlowTable flows =
        new FlowTable(FlowSettings.DEFAULTS, new HomeNetworks(HomeSettings.DEFAULTS, List.of()));
    VantagePoint vantagePoint = new VantagePoint(Station.NONE);
    return new CaptureLoop(source, vantagePoint, duplicates, flows, new Observer(), sink, clock);
  }

  private static List<Interval> drain(IntervalSink sink) throws InterruptedException {
    List<Interval> intervals = new ArrayList<>();
    for (Interval i = sink.poll(Duration.ZERO); i != null; i = sink.poll(Duration.ZERO)) {
      intervals.add(i);
    }
    return intervals;
  }

  private static long bytes(Interval interval) {
    return interval.flows().stream().mapToLong(f -> f.bytesDown() + f.bytesUp()).sum();
  }

  private static byte[] frame() {
    return ethernet(
        ROUTER, LAPTOP, ipv4("192.168.1.2", "192.0.2.1", udp(50_000, 443, new byte[PAYLOAD])));
  }
}
