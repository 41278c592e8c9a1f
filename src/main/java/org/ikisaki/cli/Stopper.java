package org.ikisaki.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns SIGINT and SIGTERM into an orderly end: the JVM goes on until this is closed, so it is the
 * last thing that a command closes.
 */
final class Stopper implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean stopped;

  private Stopper() {}

  static Stopper install() {
    Stopper stopper = new Stopper();
    Runtime.getRuntime().addShutdownHook(new Thread(stopper::stop, "stopper"));
    return stopper;
  }

  boolean isStopped() {
    return stopped;
  }

  private void stop() {
    stopped = true;
    try {
      if (!finished.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(Main.FAILED);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The command has ended. */
  @Override
  public void close() {
    finished.countDown();
  }
}
