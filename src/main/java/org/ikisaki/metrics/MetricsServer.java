package org.ikisaki.metrics;

import com.sun.net.httpserver.HttpExchange;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.exporter.httpserver.HttpErrorHandlingPolicy;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code /metrics}, and nothing else. Knows no secret and changes nothing. */
public final class MetricsServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MetricsServer.class);
  private static final String PATH = "/metrics";

  /** Readers that are slow keep others waiting, never the monitor. */
  private static final int THREADS = 2;

  private final HTTPServer server;

  private MetricsServer(HTTPServer server) {
    this.server = server;
  }

  /**
   * Starts it.
   *
   * @param hosts see {@link HostCheck}
   * @throws IOException with a message for the user, if it can't listen there
   */
  public static MetricsServer start(Metrics metrics, InetSocketAddress listen, List<String> hosts)
      throws IOException {
    if (!listen.getAddress().isLoopbackAddress()) {
      log.warn(
          "metrics: served on {} to whoever can reach it: which services are used is in them",
          listen);
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "metrics-http");
              thread.setDaemon(true);
              return thread;
            });
    try {
      HTTPServer server =
          HTTPServer.builder()
              .inetAddress(listen.getAddress())
              .port(listen.getPort())
              .executorService(threads)
              .registry(metrics.registry())
              .authenticator(new HostCheck(hosts))
              .registerHealthHandler(false)
              .defaultHandler(MetricsServer::refuse)
              .errorHandlingPolicy(
                  HttpErrorHandlingPolicy.builder()
                      .errorReporter(failure -> log.warn("metrics: could not be read", failure))
                      .build())
              .buildAndStart();
      log.info("metrics: http://{}:{}{}", listen.getHostString(), server.getPort(), PATH);
      return new MetricsServer(server);
    } catch (IOException e) {
      threads.shutdown();
      throw new IOException(
          "metrics: can't listen on %s (%s): set another metrics.listen, or end what listens there"
              .formatted(listen, e.getMessage()),
          e);
    }
  }

  /** Where it listens, if it was to choose. */
  public int port() {
    return server.getPort();
  }

  private static void refuse(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(HttpURLConnection.HTTP_NOT_FOUND, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.close();
  }
}
