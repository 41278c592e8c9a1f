package org.ikisaki.endurance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between exporters and a server, and fails writes as it is told. */
final class FaultyProxy implements AutoCloseable {
  private static final int SMALL = 600;
  private static final long SLOW_MILLIS = 3_000;
  private static final byte[] WELCOME = "<html>welcome</html>".getBytes(UTF_8);

  private final URI server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer listener;
  private final Map<Outage, AtomicInteger> failed = new EnumMap<>(Outage.class);
  private volatile Outage outage = Outage.NONE;

  FaultyProxy(URI server) throws IOException {
    this.server = server;
    for (Outage each : Outage.values()) {
      failed.put(each, new AtomicInteger());
    }
    listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    listener.setExecutor(threads);
    listener.createContext("/", this::handle);
    listener.start();
  }

  String url() {
    return "http://127.0.0.1:" + listener.getAddress().getPort();
  }

  void become(Outage next) {
    outage = next;
  }

  /** How many writes it has failed so. */
  int failed(Outage of) {
    return count(of).get();
  }

  private AtomicInteger count(Outage of) {
    return Objects.requireNonNull(failed.get(of));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Outage now = outage;
      byte[] body = exchange.getRequestBody().readAllBytes();
      boolean isWrite = exchange.getRequestURI().getPath().endsWith("/write");
      if (!isWrite || now == Outage.NONE || now == Outage.TOO_LARGE_413 && body.length < SMALL) {
        forward(exchange, body);
        return;
      }
      count(now).incrementAndGet();
      switch (now) {
        case CUT -> {}
        case CUT_AFTER -> send(exchange, body);
        case SLOW -> {
          pause();
          forward(exchange, body);
        }
        case WRONG_SERVER_200 -> answer(exchange, 200, WELCOME);
        default -> {
          exchange.getResponseHeaders().add("Retry-After", "1");
          answer(exchange, Integer.parseInt(now.name().replaceAll("\\D", "")), new byte[0]);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause() throws InterruptedException {
    Thread.sleep(SLOW_MILLIS);
  }

  private void forward(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response = send(exchange, body);
    answer(exchange, response.statusCode(), response.body());
  }

  private HttpResponse<byte[]> send(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(exchange.getRequestURI().toString()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    for (String header : new String[] {"Content-Type", "Content-Encoding"}) {
      String value = exchange.getRequestHeaders().getFirst(header);
      if (value != null) {
        request.header(header, value);
      }
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    listener.stop(0);
    threads.shutdownNow();
  }
}
