package org.ikisaki.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;

/** A real browser without a window, moved by the DevTools protocol. For one thread. */
public final class Chromium implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final long ANSWER_SECONDS = 30;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonObject>> calls = new ConcurrentHashMap<>();
  private final List<JsonObject> events = new CopyOnWriteArrayList<>();

  /**
   * Starts it.
   *
   * @param directory its own, empty
   */
  public Chromium(Path directory, int width, int height) throws Exception {
    Programs.require("chromium", "chromium");
    Path profile = Files.createDirectories(directory.resolve("profile"));
    process =
        new ProcessBuilder(
                "chromium",
                "--headless=new",
                // Root, and most containers, have no sandbox to offer; the pages are ours.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
                "--force-device-scale-factor=1",
                "--window-size=" + width + "," + height,
                "--user-data-dir=" + profile,
                "--remote-debugging-port=0",
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("chromium.log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    Path port = profile.resolve("DevToolsActivePort");
    Awaitility.await()
        .alias("Chromium, see " + directory.resolve("chromium.log"))
        .atMost(START)
        .pollInterval(Duration.ofMillis(50))
        .failFast(() -> !process.isAlive())
        .until(() -> Files.exists(port) && Files.readAllLines(port).size() > 1);
    socket =
        http.newWebSocketBuilder()
            .buildAsync(page(Files.readAllLines(port).get(0)), new Listener())
            .get(ANSWER_SECONDS, TimeUnit.SECONDS);
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable");
    }
  }

  private URI page(String port) throws Exception {
    URI list = URI.create("http://127.0.0.1:" + port + "/json/list");
    String json =
        http.send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    return JsonParser.parseString(json).getAsJsonArray().asList().stream()
        .map(JsonElement::getAsJsonObject)
        .filter(target -> target.get("type").getAsString().equals("page"))
        .map(target -> URI.create(target.get("webSocketDebuggerUrl").getAsString()))
        .findFirst()
        .orElseThrow();
  }

  /** From now on no network is there. */
  public void goOffline() {
    call(
        "Network.emulateNetworkConditions",
        "{\"offline\": true, \"latency\": 0, \"downloadThroughput\": 0, \"uploadThroughput\": 0}");
  }

  /** Loads a page, to its end. */
  public void open(Path file) {
    events.clear();
    JsonObject to = new JsonObject();
    to.addProperty("url", file.toUri().toString());
    call("Page.navigate", to.toString());
    Awaitility.await("loaded").until(() -> events("Page.loadEventFired").findAny().isPresent());
  }

  /** What the page asked for, itself included. */
  public List<String> requests() {
    return events("Network.requestWillBeSent")
        .map(event -> event.getAsJsonObject("request").get("url").getAsString())
        .toList();
  }

  /** All that is in the console: exceptions, messages, and what a policy refused. */
  public List<String> console() {
    return Stream.of("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")
        .flatMap(this::events)
        .map(JsonObject::toString)
        .toList();
  }

  private Stream<JsonObject> events(String method) {
    return events.stream()
        .filter(event -> event.get("method").getAsString().equals(method))
        .map(event -> event.getAsJsonObject("params"));
  }

  /** The value of an expression, or of what it promises, in the page; as text. */
  public String evaluate(String expression) {
    JsonObject what = new JsonObject();
    what.addProperty("expression", expression);
    what.addProperty("returnByValue", true);
    what.addProperty("awaitPromise", true);
    JsonObject answer = call("Runtime.evaluate", what.toString());
    assertThat(answer.has("exceptionDetails")).as("%s: %s", expression, answer).isFalse();
    JsonElement value = answer.getAsJsonObject("result").get("value");
    return value == null || value.isJsonNull()
        ? "null"
        : value.isJsonPrimitive() ? value.getAsString() : value.toString();
  }

  /** Clicks with the left button. */
  public void click(double x, double y) {
    for (String type : List.of("mousePressed", "mouseReleased")) {
      call(
          "Input.dispatchMouseEvent",
          "{\"type\": \"%s\", \"x\": %s, \"y\": %s, \"button\": \"left\", \"clickCount\": 1}"
              .formatted(type, x, y));
    }
  }

  /** Clicks in the middle of the first element that a selector finds. */
  public void click(String selector) {
    String[] middle =
        evaluate(
                """
                (() => { const box = document.querySelector('%s').getBoundingClientRect();
                return `${box.x + box.width / 2} ${box.y + box.height / 2}`; })()"""
                    .formatted(selector))
            .split(" ", -1);
    click(Double.parseDouble(middle[0]), Double.parseDouble(middle[1]));
  }

  /** What is seen, once all that was asked for is drawn. */
  public BufferedImage look() {
    evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
    String data = call("Page.captureScreenshot").get("data").getAsString();
    try {
      return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(data)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonObject call(String method) {
    return call(method, "{}");
  }

  private JsonObject call(String method, String parameters) {
    int id = lastId.incrementAndGet();
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    calls.put(id, answer);
    String text =
        "{\"id\": %d, \"method\": \"%s\", \"params\": %s}".formatted(id, method, parameters);
    try {
      socket.sendText(text, true).get(ANSWER_SECONDS, TimeUnit.SECONDS);
      JsonObject json = answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
      assertThat(json.has("error")).as("%s %s: %s", method, parameters, json).isFalse();
      return json.getAsJsonObject("result");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (Exception e) {
      throw new AssertionError(method, e);
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        JsonObject message = JsonParser.parseString(text.toString()).getAsJsonObject();
        text.setLength(0);
        if (message.has("id")) {
          calls.remove(message.get("id").getAsInt()).complete(message);
        } else {
          events.add(message);
        }
      }
      from.request(1);
      return null;
    }
  }
}
