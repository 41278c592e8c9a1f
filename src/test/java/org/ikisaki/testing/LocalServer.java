package org.ikisaki.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A server program of the distribution, run on loopback for one test. */
final class LocalServer {
  private static final Duration START = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> command;
  private final Path log;
  private final URI ready;
  private Process process;

  /**
   * @param ready answers with a 2xx status once the server serves
   */
  LocalServer(List<String> command, Path log, URI ready) {
    Programs.require(command.get(0), "influxdb victoria-metrics");
    this.command = command;
    this.log = log;
    this.ready = ready;
    this.process = start();
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process start() {
    Process started;
    try {
      started =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
    Awaitility.await()
        .alias(command.get(0) + " serves " + ready + ", see " + log)
        .atMost(START)
        .pollInterval(Duration.ofMillis(50))
        .failFast(() -> !started.isAlive())
        .until(this::isReady);
    return started;
  }

  private boolean isReady() {
    try {
      return send(HttpRequest.newBuilder(ready).build()).statusCode() / 100 == 2;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Ends it as a power cut would. */
  void kill() {
    process.destroyForcibly();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("killed").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  void restart() {
    process = start();
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
