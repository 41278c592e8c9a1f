package org.ikisaki.cli;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.ikisaki.trace.Target;
import org.ikisaki.trace.probe.Traceable;
import org.ikisaki.wire.IpAddress;

/** Turns names into addresses to trace, by the system's resolver, several at a time. */
final class TargetResolver {
  private static final int AT_A_TIME = 16;
  private static final long TURN_MILLIS = 10;

  private final boolean firstOnly;
  private final Skipped skipped;

  /**
   * @param firstOnly whether to take only the first address of a name
   * @param skipped gets unknown names, and addresses that can't be traced
   */
  TargetResolver(boolean firstOnly, Skipped skipped) {
    this.firstOnly = firstOnly;
    this.skipped = skipped;
  }

  /**
   * The targets in their order, each address once, by the name that comes first.
   *
   * @param stopped whether to leave the rest out
   */
  List<Target> resolve(Collection<String> names, Progress progress, BooleanSupplier stopped)
      throws InterruptedException {
    Map<IpAddress, Target> targets = new LinkedHashMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME, TargetResolver::daemon);
    try {
      List<String> order = new ArrayList<>(names);
      List<Future<InetAddress[]>> addresses = new ArrayList<>();
      order.forEach(name -> addresses.add(threads.submit(() -> lookUp(name))));
      for (int i = 0; i < order.size() && !stopped.getAsBoolean(); i++) {
        while (!addresses.get(i).isDone() && !stopped.getAsBoolean()) {
          TimeUnit.MILLISECONDS.sleep(TURN_MILLIS);
        }
        if (addresses.get(i).isDone()) {
          add(order.get(i), addresses.get(i), targets);
        }
        progress.show(i + 1);
      }
    } finally {
      threads.shutdownNow();
    }
    return List.copyOf(targets.values());
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "resolver");
    thread.setDaemon(true);
    return thread;
  }

  private static InetAddress[] lookUp(String name) throws UnknownHostException {
    return InetAddresses.isInetAddress(name)
        ? new InetAddress[] {InetAddresses.forString(name)}
        : InetAddress.getAllByName(name);
  }

  private void add(String name, Future<InetAddress[]> found, Map<IpAddress, Target> targets)
      throws InterruptedException {
    InetAddress[] addresses;
    try {
      addresses = found.get();
    } catch (ExecutionException e) {
      skipped.add(name, "unknown host");
      return;
    }
    Arrays.stream(addresses)
        .limit(firstOnly ? 1 : addresses.length)
        .map(IpAddress::of)
        .forEach(address -> add(name, address, targets));
  }

  private void add(String name, IpAddress address, Map<IpAddress, Target> targets) {
    Optional<String> refusal = Traceable.refusal(address);
    if (refusal.isPresent()) {
      String text = address.toString();
      skipped.add(name.equals(text) ? text : name + " (" + text + ")", refusal.get());
    } else {
      targets.putIfAbsent(address, new Target(name, address));
    }
  }
}
