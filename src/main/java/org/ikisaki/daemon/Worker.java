package org.ikisaki.daemon;

import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * A named thread that reports its death. A worker that fails must end the process: a monitor that
 * looks alive and counts nothing is worse than none.
 */
final class Worker {
  /** Runs until it is done; whatever it throws is a failure of the whole. */
  interface Body {
    void run() throws Exception;
  }

  private final Thread thread;

  Worker(String name, Body body, BiConsumer<String, Throwable> onFailure) {
    this.thread =
        new Thread(
            () -> {
              try {
                body.run();
              } catch (Throwable e) {
                onFailure.accept(name, e);
              }
            },
            name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  String name() {
    return thread.getName();
  }

  /** Ends a wait of its body, now or to come. */
  void interrupt() {
    thread.interrupt();
  }

  /** Waits for its end; false if it goes on after {@code wait}, or the wait is interrupted. */
  boolean join(Duration wait) {
    try {
      thread.join(Math.max(1, wait.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return hasEnded();
  }

  /** Whether it is over, or was never started. */
  boolean hasEnded() {
    return !thread.isAlive();
  }
}
