package org.ikisaki.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.Map;
import java.util.SplittableRandom;
import okhttp3.HttpUrl;
import org.ikisaki.export.ExportStatus.State;

/** Export loops that a test steps, and never slowed down. */
final class Loops {
  static final Terms FAST = new Terms(10_000_000, Map.of());

  private static final HttpUrl NOWHERE = HttpUrl.get("http://127.0.0.1:1");

  private Loops() {}

  /** One that writes to {@code server} as to a kind of server that can delete ranges. */
  static ExportLoop of(MemoryExporter server, TestStore store, InstantSource clock) {
    Target target = new Target.Influx1("test", NOWHERE, "ikisaki", "", "", null, FAST);
    return of(target, server, store, clock);
  }

  /** One that writes to {@code server} as to a kind of server that can't. */
  static ExportLoop ofKeeper(MemoryExporter server, TestStore store, InstantSource clock) {
    Target target = new Target.VictoriaMetrics("test", NOWHERE, "", null, null, FAST);
    return of(target, server.withoutDeletes(), store, clock);
  }

  static ExportLoop of(Target target, TestStore store, InstantSource clock) {
    return of(target, ExportLoop.exporter(target, "home"), store, clock);
  }

  static ExportLoop of(Target target, Exporter exporter, TestStore store, InstantSource clock) {
    return ExportLoop.of(
        target, exporter, "home", store.store(), store.file(), clock, new SplittableRandom(1));
  }

  /** Works until all is there. */
  static void drain(ExportLoop loop) {
    int steps = 0;
    while (loop.doWork()) {
      assertThat(++steps).isLessThan(100_000);
    }
    assertThat(loop.status().problem()).isNull();
    assertThat(loop.status().state()).isEqualTo(State.LEVEL);
  }
}
