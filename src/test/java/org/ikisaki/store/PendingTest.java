package org.ikisaki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.store.TestRows.PHONE;
import static org.ikisaki.store.TestRows.TV;
import static org.ikisaki.store.TestRows.counters;
import static org.ikisaki.store.TestRows.interval;

import java.util.List;
import java.util.stream.StreamSupport;
import org.ikisaki.store.IntervalRows.Traffic;
import org.junit.jupiter.api.Test;

/** Bounds cost detail first, then resolution, and only at last rows. */
final class PendingTest {
  @Test
  void theSmallestEndpointsOfAnIntervalBecomeOtherAndNoByteIsLost() {
    TestRows rows = interval(0);
    for (int i = 0; i < 30; i++) {
      rows.traffic(i % 2 == 0 ? TV : PHONE, "h" + i + ".example.com", 1_000 + i);
    }
    IntervalRows interval = rows.build();

    Batch batch = new Batch(interval, new StoreLimits(10, 10, 1_000));

    assertThat(batch.traffic())
        .hasSize(12)
        .extracting(row -> row.endpoint().host())
        .contains("h20.example.com", "h29.example.com", "(other)")
        .doesNotContain("h19.example.com");
    assertThat(sum(batch.traffic())).isEqualTo(sum(interval.traffic()));
  }

  @Test
  void dnsNamesBeyondTheBoundCountForOther() {
    TestRows rows = interval(0);
    for (int i = 0; i < 30; i++) {
      rows.answer(TV, "n" + i + ".example.com", 0, "203.0.113.1");
    }

    Batch batch = new Batch(rows.build(), new StoreLimits(10, 10, 1_000));

    assertThat(batch.dns())
        .hasSize(11)
        .containsEntry(new Batch.DnsKey(TV.text(), "(other)", 0), 20L);
    assertThat(batch.evidence()).hasSize(10);
    assertThat(batch.evidenceDropped()).isEqualTo(20);
  }

  @Test
  void neighboursAreMergedWhenTooMuchWaits() {
    Pending pending = new Pending(new StoreLimits(10, 10, 40));
    for (int i = 0; i < 1_000; i++) {
      pending.add(interval("eth0", i).traffic(TV, "a.example.com", 100).build());
      pending.add(interval("wlan0", i).traffic(PHONE, "b.example.com", 200).build());
    }

    assertThat(pending.counters().pendingRows()).isLessThanOrEqualTo(40);
    assertThat(pending.counters().mergedIntervals()).isGreaterThan(1_900);
    assertThat(pending.counters().droppedIntervals()).isZero();
    List<Batch> batches = pending.take();
    assertThat(batches).extracting(Batch::source).contains("eth0", "wlan0");
    assertThat(batches.stream().mapToLong(batch -> batch.capture().frames()).sum())
        .isEqualTo(2_000 * TestRows.STATS.frames());
    assertThat(batches.stream().mapToLong(Batch::bytes).sum())
        .isEqualTo(1_000 * (counters(100).bytes() + counters(200).bytes()));
    assertThat(batches.get(0).time()).isEqualTo(TestRows.START.getEpochSecond());
  }

  @Test
  void theOldestAreDroppedAndCountedWhenMergingIsNotEnough() {
    Pending pending = new Pending(new StoreLimits(100, 10, 40));
    for (int i = 0; i < 100; i++) {
      pending.add(interval(i).traffic(TV, "h" + i + ".example.com", 100).build());
    }

    StoreCounters counters = pending.counters();
    assertThat(counters.pendingRows()).isLessThanOrEqualTo(40);
    assertThat(counters.droppedIntervals()).isPositive();
    List<Batch> batches = pending.take();
    assertThat(batches.stream().mapToLong(Batch::bytes).sum() + counters.droppedBytes())
        .isEqualTo(100 * counters(100).bytes());
    assertThat(batches.get(batches.size() - 1).traffic())
        .extracting(row -> row.endpoint().host())
        .contains("h99.example.com");
  }

  @Test
  void whatFailedIsWrittenBeforeWhatCameMeanwhile() {
    Pending pending = new Pending(StoreLimits.DEFAULTS);
    pending.add(interval(0).traffic(TV, "a.example.com", 1).build());
    List<Batch> failed = pending.take();
    pending.add(interval(1).traffic(TV, "a.example.com", 1).build());

    pending.restore(failed);

    assertThat(pending.take()).extracting(Batch::time).isSorted().hasSize(2);
    assertThat(pending.counters().pendingRows()).isZero();
  }

  private static Counters sum(Iterable<Traffic> rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(Traffic::counters)
        .reduce(Counters.ZERO, Counters::plus);
  }
}
