package org.ikisaki.trace.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.ikisaki.linux.RouterNames;
import org.ikisaki.wire.IpAddress;

/** What routers are called, asked side by side and for a limited time. */
public final class HopNames {
  private static final int AT_A_TIME = 16;
  private static final long TURN_MILLIS = 10;

  private final Function<IpAddress, Optional<String>> lookUp;
  private final Duration patience;

  /**
   * Asks nobody yet.
   *
   * @param lookUp may block
   * @param patience for all names together; those that aren't there then are left out
   */
  HopNames(Function<IpAddress, Optional<String>> lookUp, Duration patience) {
    this.lookUp = lookUp;
    this.patience = patience;
  }

  /** Those that the system's resolver tells. */
  public static HopNames ofSystem(Duration patience) {
    return new HopNames(address -> RouterNames.of(address.toInetAddress()), patience);
  }

  /**
   * The names of those that have one.
   *
   * @param progress is told how many were asked
   * @param stopped whether to leave the rest out
   */
  public Map<IpAddress, String> of(
      Collection<IpAddress> addresses, LongConsumer progress, BooleanSupplier stopped)
      throws InterruptedException {
    Map<IpAddress, String> names = new HashMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME, HopNames::daemon);
    try {
      List<IpAddress> order = new ArrayList<>(addresses);
      List<Future<Optional<String>>> answers = new ArrayList<>();
      order.forEach(address -> answers.add(threads.submit(() -> lookUp.apply(address))));
      long end = System.nanoTime() + patience.toNanos();
      for (int i = 0; i < order.size(); i++) {
        await(answers.get(i), end, stopped);
        if (answers.get(i).isDone()) {
          IpAddress address = order.get(i);
          name(answers.get(i)).ifPresent(name -> names.put(address, name));
        }
        progress.accept(i + 1);
      }
    } finally {
      threads.shutdownNow();
    }
    return names;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "names");
    thread.setDaemon(true);
    return thread;
  }

  private static void await(Future<?> answer, long end, BooleanSupplier stopped)
      throws InterruptedException {
    while (!answer.isDone() && !stopped.getAsBoolean() && System.nanoTime() - end < 0) {
      TimeUnit.MILLISECONDS.sleep(TURN_MILLIS);
    }
  }

  private static Optional<String> name(Future<Optional<String>> answer)
      throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a look-up has no exceptions", e);
    }
  }
}
