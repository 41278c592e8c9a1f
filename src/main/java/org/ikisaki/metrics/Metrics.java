package org.ikisaki.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.DoubleSupplier;

/**
 * All figures that are served. None is kept here: each is asked for when somebody reads, on the
 * reader's thread, from what its owner has published by then. So counting costs nothing more where
 * packets pass.
 */
public final class Metrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();

  /** Tells the samples of one figure. */
  public interface Source {
    void tell(Samples samples);
  }

  /** Takes the samples of one figure. */
  public interface Samples {
    /** One sample; the values of its labels are in the order in which the figure names them. */
    void add(double value, String... labels);

    /** The same of a whole number, exact up to 2^53, as the format has no other. */
    default void add(long value, String... labels) {
      add((double) value, labels);
    }
  }

  /**
   * Adds a sum that only grows while the process lives.
   *
   * @param name in the form of Prometheus, with its unit and without {@code _total}
   */
  public void counter(String name, String help, List<String> labels, Source source) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(labels.toArray(String[]::new))
        .callback(callback -> sums(source).forEach(callTo(callback::call)))
        .register(registry);
  }

  /** The same of a sum without labels. */
  public void counter(String name, String help, DoubleSupplier value) {
    counter(name, help, List.of(), samples -> samples.add(value.getAsDouble()));
  }

  /** Adds a figure that goes up and down. */
  public void gauge(String name, String help, List<String> labels, Source source) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(labels.toArray(String[]::new))
        .callback(callback -> sums(source).forEach(callTo(callback::call)))
        .register(registry);
  }

  /** The same of a figure without labels. */
  public void gauge(String name, String help, DoubleSupplier value) {
    gauge(name, help, List.of(), samples -> samples.add(value.getAsDouble()));
  }

  PrometheusRegistry registry() {
    return registry;
  }

  /** Two samples of equal labels would spoil everything that is read: they are one. */
  private static Map<List<String>, Double> sums(Source source) {
    Map<List<String>, Double> sums = new LinkedHashMap<>();
    source.tell(
        (value, labels) ->
            sums.merge(Arrays.stream(labels).map(Metrics::encodable).toList(), value, Double::sum));
    return sums;
  }

  /** Halves of surrogate pairs become {@code ?} at the latest when they are sent. */
  private static String encodable(String label) {
    return new String(label.getBytes(UTF_8), UTF_8);
  }

  private static BiConsumer<List<String>, Double> callTo(Callback callback) {
    return (labels, value) -> callback.call(value, labels.toArray(String[]::new));
  }

  private interface Callback {
    void call(double value, String... labels);
  }
}
