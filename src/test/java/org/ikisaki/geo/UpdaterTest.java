package org.ikisaki.geo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.ikisaki.geo.Updater.Result;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetching databases: what works, and that whatever goes wrong leaves the old ones in use. */
class UpdaterTest {
  private static final Instant NOVEMBER = Instant.parse("2026-11-03T00:00:00Z");
  private static final IpAddress RESOLVER = IpAddress.parse("8.8.8.8");
  private static final int MAX_DATABASE = 1 << 20;
  private static final int MAX_DOWNLOAD = 100_000;
  private static final Duration SILENCE = Duration.ofMillis(300);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final byte[] GOOD = FaultyServer.gzip(database(64_501));

  private final FaultyServer server = new FaultyServer();
  private final AtomicLong nanos = new AtomicLong();
  private final Path directory;
  private final Path file;
  private Instant now = NOVEMBER;

  UpdaterTest(@TempDir Path directory) {
    this.directory = directory;
    file = directory.resolve("places/asn.mmdb");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void thisMonthsDatabasesAreFetchedAndUsed() throws IOException {
    server.answer(exchange -> FaultyServer.send(exchange, GOOD));
    try (Places places = Places.open(settings())) {
      assertThat(places.lookup(RESOLVER)).isEqualTo(new Place(0, "", "US"));
      assertThat(update()).containsExactly("asn 2026-11 new");
      assertThat(places.refresh()).isTrue();
      assertThat(places.lookup(RESOLVER).asn()).isEqualTo(64_501);
    }
    assertThat(server.asked()).containsExactly("/asn-2026-11.mmdb.gz");
  }

  @Test
  void whatIsThereIsNotFetchedAgainUntilTheNextMonth() throws IOException {
    server.answer(exchange -> FaultyServer.send(exchange, GOOD));
    update();
    assertThat(update()).containsExactly("asn 2026-11 old");
    now = Instant.parse("2026-12-01T00:00:00Z");
    assertThat(update()).containsExactly("asn 2026-12 new");
    assertThat(server.asked()).containsExactly("/asn-2026-11.mmdb.gz", "/asn-2026-12.mmdb.gz");
  }

  @Test
  void whileAMonthIsNotOutThatBeforeIsFetchedOnce() throws IOException {
    server.answer(
        exchange -> {
          if (exchange.getRequestURI().getPath().contains("2026-10")) {
            FaultyServer.send(exchange, GOOD);
          } else {
            FaultyServer.notFound(exchange);
          }
        });
    assertThat(update()).containsExactly("asn 2026-10 new");
    assertThat(update()).containsExactly("asn 2026-10 old");
    assertThat(server.asked())
        .containsExactly("/asn-2026-11.mmdb.gz", "/asn-2026-10.mmdb.gz", "/asn-2026-11.mmdb.gz");

    server.answer(exchange -> FaultyServer.send(exchange, GOOD));
    assertThat(update()).containsExactly("asn 2026-11 new");
  }

  @Test
  void aFileThatWasDamagedOrReplacedIsFetchedAgain() throws IOException {
    server.answer(exchange -> FaultyServer.send(exchange, GOOD));
    update();
    Files.writeString(file, "damaged");
    assertThat(update()).containsExactly("asn 2026-11 new");
    Files.delete(file);
    assertThat(update()).containsExactly("asn 2026-11 new");
  }

  @Test
  void aRedirectIsFollowed() throws IOException {
    server.answer(
        exchange -> {
          if (exchange.getRequestURI().getPath().equals("/elsewhere")) {
            FaultyServer.send(exchange, GOOD);
          } else {
            FaultyServer.redirect("/elsewhere").send(exchange);
          }
        });
    assertThat(update()).containsExactly("asn 2026-11 new");
  }

  @Test
  void aProxyIsAskedForTheWholeAddress() throws IOException {
    server.answer(exchange -> FaultyServer.send(exchange, GOOD));
    URI proxy = URI.create("http://127.0.0.1:" + server.port());
    UpdateSettings through =
        new UpdateSettings(true, "http://places.example/{kind}-{month}.mmdb.gz", proxy);
    assertThat(update(settings(through))).containsExactly("asn 2026-11 new");
    assertThat(server.asked()).containsExactly("http://places.example/asn-2026-11.mmdb.gz");
  }

  @Test
  void aListenerHearsHowFarItIs() throws IOException {
    server.answer(exchange -> FaultyServer.send(exchange, GOOD));
    List<String> heard = new ArrayList<>();
    updater(settings()).update((kind, bytes, size) -> heard.add(kind + " " + bytes + "/" + size));
    assertThat(heard).last().isEqualTo("ASN %d/%d".formatted(GOOD.length, GOOD.length));
  }

  @Test
  void statusesLeaveTheOldInUse() throws IOException {
    assertFault(FaultyServer::notFound, "there is no such file (404)");
    assertFault(FaultyServer.status(403), "refuses to give it (403)");
    assertFault(FaultyServer.status(407), "proxy wants a password (407)");
    assertFault(FaultyServer.status(500), "status 500");
  }

  @Test
  void damagedFilesLeaveTheOldInUse() throws IOException {
    byte[] cut = Arrays.copyOf(GOOD, GOOD.length / 2);
    byte[] damaged = GOOD.clone();
    damaged[GOOD.length / 2] ^= 0x55;
    assertFault(FaultyServer.half(GOOD), "ended after");
    assertFault(exchange -> FaultyServer.send(exchange, cut), "is cut off");
    assertFault(exchange -> FaultyServer.send(exchange, damaged), "-2026-11.mmdb.gz: ");
    assertFault(exchange -> FaultyServer.send(exchange, new byte[0]), "is cut off");
  }

  @Test
  void otherFilesLeaveTheOldInUse() throws IOException {
    byte[] page = FaultyServer.gzip("<html>please log in</html>".getBytes(UTF_8));
    byte[] countries =
        FaultyServer.gzip(
            MmdbWriter.ofBothVersions("C").add("8.8.8.0/24", Map.of("country", "US")).toBytes());
    assertFault(FaultyServer.page(), "no gzip file, or damaged (a web page, perhaps)");
    assertFault(exchange -> FaultyServer.send(exchange, page), "holds no MaxMind DB file");
    assertFault(exchange -> FaultyServer.send(exchange, countries), "knows no asn of any address");
  }

  @Test
  void filesBeyondTheirBoundsLeaveTheOldInUse() throws IOException {
    byte[] bomb = FaultyServer.gzip(new byte[4 * MAX_DATABASE]);
    byte[] large = new byte[2 * MAX_DOWNLOAD];
    assertThat(bomb).hasSizeLessThan(MAX_DOWNLOAD);
    assertFault(
        exchange -> FaultyServer.send(exchange, bomb), "unpacks to more than 1048576 bytes");
    assertFault(exchange -> FaultyServer.send(exchange, large), "is larger than 100000 bytes");
  }

  @Test
  void slowServersLeaveTheOldInUse() throws IOException {
    assertFault(server.silence(), "said nothing for");
    assertFault(server.stall(GOOD, new CountDownLatch(1)), "said nothing for");
    assertFault(
        exchange -> {
          nanos.addAndGet(Duration.ofHours(2).toNanos());
          FaultyServer.send(exchange, GOOD);
        },
        "is not here after 60 minutes");
  }

  @Test
  void redirectsToNowhereLeaveTheOldInUse() throws IOException {
    assertFault(FaultyServer.redirect("/again"), "redirects more than 5 times");
    assertFault(FaultyServer.redirect("ftp://places.example/a"), "which is not followed");
    assertFault(FaultyServer.redirect("http://a b"), "redirects to no address");
  }

  @Test
  void brokenConnectionsLeaveTheOldInUse() throws IOException {
    int port;
    try (ServerSocket resetting = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      port = resetting.getLocalPort();
      CompletableFuture<Void> resets = CompletableFuture.runAsync(() -> reset(resetting));
      assertFault(settings(at(port)), "could not be fetched");
      assertThat(resets).isNotDone();
    }
    // Nobody listens there any more.
    assertFault(settings(at(port)), "could not be fetched");
  }

  private static UpdateSettings at(int port) {
    return new UpdateSettings(true, "http://127.0.0.1:" + port + "/{kind}-{month}", null);
  }

  @Test
  void aFullDiskLeavesTheOldInUse() throws IOException {
    old();
    for (String temporary : List.of("asn.mmdb.gz.tmp", "asn.mmdb.tmp")) {
      server.answer(exchange -> FaultyServer.send(exchange, GOOD));
      Files.createSymbolicLink(file.resolveSibling(temporary), Path.of("/dev/full"));
      assertFault(settings(), "No space left on device; is there room on the disk?");
    }
  }

  @Test
  void whatIsToldToStopEndsWithTheNextBytes() throws Exception {
    CountDownLatch halfSent = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(1);
    byte[] large = new byte[MAX_DOWNLOAD];
    server.answer(
        exchange -> {
          exchange.sendResponseHeaders(200, large.length);
          exchange.getResponseBody().write(large, 0, large.length / 2);
          exchange.getResponseBody().flush();
          halfSent.countDown();
          assertThatNoException().isThrownBy(told::await);
          exchange.getResponseBody().write(large, 0, large.length / 2);
        });
    Updater updater =
        new Updater(settings(), this::instant, download(settings(), PATIENCE), MAX_DATABASE);
    CompletableFuture<Void> updating =
        CompletableFuture.runAsync(
            () ->
                assertThatThrownBy(() -> updater.update(Updater.Listener.NONE))
                    .hasMessageContaining("told to stop"));
    halfSent.await();
    updater.cancel();
    told.countDown();
    updating.join();
    assertThatThrownBy(() -> updater.update(Updater.Listener.NONE))
        .hasMessageContaining("told to stop");
  }

  @Test
  void twoUpdatesDoNotMeet() throws Exception {
    CountDownLatch halfSent = new CountDownLatch(1);
    server.answer(server.stall(GOOD, halfSent));
    CompletableFuture<Void> first =
        CompletableFuture.runAsync(() -> assertThatThrownBy(this::update).isNotNull());
    halfSent.await();
    assertThatThrownBy(this::update).hasMessageContaining("is updating it already");
    first.join();
  }

  @Test
  void whatTheUserNamesIsNotFetched() throws IOException {
    GeoSettings named =
        new GeoSettings(
                null,
                Path.of("mine.mmdb"),
                OwnNetworks.NONE,
                new UpdateSettings(true, server.url(), null),
                null)
            .at(directory);
    assertThat(updater(named).kinds()).containsExactly(DatabaseKind.ASN);
    assertThat(updater(GeoSettings.DEFAULTS.at(directory)).kinds()).isEmpty();
  }

  private void assertFault(FaultyServer.Reply reply, String words) throws IOException {
    server.answer(reply);
    assertFault(settings(), words);
  }

  /** The update fails in clear words, the old place stays, nothing is left over, the next works. */
  private void assertFault(GeoSettings settings, String words) throws IOException {
    old();
    byte[] before = Files.readAllBytes(file);
    try (Places places = Places.open(settings())) {
      assertThatThrownBy(() -> update(settings))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(words)
          .hasMessageContaining("(the old file stays in use)");
      assertThat(places.refresh()).isFalse();
      assertThat(places.lookup(RESOLVER).asn()).isEqualTo(64_500);
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
      try (Stream<Path> files = Files.list(directory.resolve("places"))) {
        assertThat(files.map(path -> path.getFileName().toString()))
            .doesNotContain("asn.mmdb.tmp", "asn.mmdb.gz.tmp");
      }
      server.answer(exchange -> FaultyServer.send(exchange, GOOD));
      assertThat(update()).containsExactly("asn 2026-11 new");
      assertThat(places.refresh()).isTrue();
      assertThat(places.lookup(RESOLVER).asn()).isEqualTo(64_501);
    }
  }

  /** A database without a month, as from a month that nobody knows any more. */
  private void old() throws IOException {
    Files.createDirectories(directory.resolve("places"));
    Path written = Files.write(directory.resolve("new"), database(64_500));
    Disk.replace(written, file);
  }

  private static byte[] database(long asn) {
    return MmdbWriter.ofBothVersions("Test")
        .add("8.8.8.0/24", Map.of("autonomous_system_number", asn))
        .toBytes();
  }

  /** Resets every connection, until the server is closed: the JDK tries a second time. */
  private static void reset(ServerSocket server) {
    while (true) {
      try (Socket socket = server.accept()) {
        socket.getInputStream().readNBytes(10);
        socket.setSoLinger(true, 0);
      } catch (IOException e) {
        return;
      }
    }
  }

  private List<String> update() throws IOException {
    return update(settings());
  }

  private List<String> update(GeoSettings settings) throws IOException {
    return updater(settings).update(Updater.Listener.NONE).stream()
        .map(UpdaterTest::words)
        .toList();
  }

  private static String words(Result result) {
    return result.kind().word() + " " + result.month() + (result.isNew() ? " new" : " old");
  }

  private Updater updater(GeoSettings settings) {
    return new Updater(settings, this::instant, download(settings, SILENCE), MAX_DATABASE);
  }

  private Download download(GeoSettings settings, Duration silence) {
    return new Download(
        new Proxies(settings.update().proxy(), Map.of()),
        new Download.Limits(silence, Duration.ofMinutes(60), MAX_DOWNLOAD),
        nanos::get);
  }

  private GeoSettings settings() {
    return settings(new UpdateSettings(true, server.url(), null));
  }

  /** Of the kinds only AS is fetched. */
  private GeoSettings settings(UpdateSettings update) {
    Path countries = directory.resolve("country.mmdb");
    if (!Files.exists(countries)) {
      try {
        Files.write(
            countries,
            MmdbWriter.ofBothVersions("C").add("8.8.8.0/24", Map.of("country", "US")).toBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new GeoSettings(null, countries, OwnNetworks.NONE, update, null).at(directory);
  }

  private Instant instant() {
    return now;
  }
}
