package org.ikisaki.daemon;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.ikisaki.metrics.Metrics;
import org.ikisaki.metrics.MetricsServer;

/** Serves the figures for as long as the daemon runs. */
final class MetricsPage implements Resident {
  private final Metrics metrics;
  private final InetSocketAddress listen;
  private final List<String> hosts;
  private final CountDownLatch stopped = new CountDownLatch(1);

  MetricsPage(Metrics metrics, InetSocketAddress listen, List<String> hosts) {
    this.metrics = metrics;
    this.listen = listen;
    this.hosts = hosts;
  }

  @Override
  public String name() {
    return "metrics";
  }

  @Override
  @SuppressWarnings("try") // It serves until it is closed.
  public void run() throws IOException, InterruptedException {
    try (MetricsServer server = MetricsServer.start(metrics, listen, hosts)) {
      stopped.await();
    }
  }

  @Override
  public void stop() {
    stopped.countDown();
  }
}
