package org.ikisaki.daemon;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ikisaki.naming.ResolverLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks twice a second what the house's resolver has logged. */
final class ResolverLogReader implements Resident {
  private static final Logger log = LoggerFactory.getLogger(ResolverLogReader.class);
  private static final Duration PERIOD = Duration.ofMillis(500);

  private final ResolverLog resolverLog;
  private final CountDownLatch stopped = new CountDownLatch(1);

  ResolverLogReader(ResolverLog resolverLog) {
    this.resolverLog = resolverLog;
  }

  @Override
  public String name() {
    return "resolver-log";
  }

  @Override
  public void run() throws IOException, InterruptedException {
    try (resolverLog) {
      do {
        resolverLog.look();
      } while (!stopped.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS));
      log.info("resolver log: {}", resolverLog.counts());
    }
  }

  @Override
  public void stop() {
    stopped.countDown();
  }
}
