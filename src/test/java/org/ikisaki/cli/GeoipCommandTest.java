package org.ikisaki.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.ikisaki.cli.Commands.Result;
import org.ikisaki.geo.FaultyServer;
import org.ikisaki.geo.MmdbWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeoipCommandTest {
  private static final Map<String, Object> RECORD =
      Map.of("asn", "AS64500", "as_name", "Example\u001b[2J Net", "country_code", "JP");

  private final FaultyServer server = new FaultyServer();
  private final Path directory;
  private final Path config;
  private final byte[] database =
      MmdbWriter.ofBothVersions("DBIP-Test").add("8.8.8.0/24", RECORD).toBytes();

  GeoipCommandTest(@TempDir Path directory) {
    this.directory = directory;
    config = directory.resolve("ikisaki.yaml");
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void lookupSaysAsAndCountryAndWhoseDataItIs() throws IOException {
    own();
    Result result = run("lookup", "8.8.8.8", "2001:db8::1");
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .containsPattern("8\\.8\\.8\\.8 +JP +AS64500 +Example")
        .containsPattern("2001:db8::1 +ZZ +-")
        .endsWith("IP Geolocation by DB-IP (https://db-ip.com), CC BY 4.0\n")
        .doesNotContain("\u001b");
  }

  @Test
  void lookupPrintsJson() throws IOException {
    own();
    JsonObject json = json(run("lookup", "--json", "8.8.8.8"));
    JsonObject place = json.getAsJsonArray("places").get(0).getAsJsonObject();
    assertThat(place.get("asn").getAsLong()).isEqualTo(64_500);
    assertThat(place.get("country").getAsString()).isEqualTo("JP");
    assertThat(json.getAsJsonArray("credits")).hasSize(1);
  }

  @Test
  void whatIsNoAddressIsRefused() throws IOException {
    own();
    Result result = run("lookup", "here");
    assertThat(result.status()).isEqualTo(Main.WRONG_USE);
    assertThat(result.err()).contains("'here' is no address; give one such as 192.0.2.1");
  }

  @Test
  void statusSaysWhatIsInUse() throws IOException {
    own();
    assertThat(run("status").out())
        .contains("in use: own.mmdb (DBIP-Test of 2026-11-01)")
        .contains("updates: off (geo.update.enabled)");
    JsonObject json = json(run("status", "--json"));
    assertThat(json.get("problem").isJsonNull()).isTrue();
    assertThat(json.get("update").getAsBoolean()).isFalse();
  }

  @Test
  void nothingIsFetchedUnlessTheUserSaysSo() throws IOException {
    write("{}");
    Result result = run("update");
    assertThat(result.status()).isEqualTo(Main.FAILED);
    assertThat(result.err()).contains("set geo.update.enabled to true");
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void updateWithFilesOfTheUsersAloneSaysSo() throws IOException {
    Files.write(directory.resolve("own.mmdb"), database);
    write("{asn: own.mmdb, country: own.mmdb, update: {enabled: true}}");
    assertThat(run("update").err()).contains("leave one out to have it fetched");
  }

  @Test
  void updateFetchesAndAFailureSaysThatTheOldStay() throws Exception {
    fetching();
    server.answer(exchange -> FaultyServer.send(exchange, FaultyServer.gzip(database)));
    Result fetched = inChild("update");
    assertThat(fetched.err()).isEmpty();
    assertThat(fetched.status()).isZero();
    assertThat(fetched.out()).contains("asn: ", ", fetched", "country: ");
    assertThat(inChild("update", "--json").out()).contains("\"new\": false");
    assertThat(inChild("status").out()).contains("updates: asn is of ");

    Files.delete(directory.resolve("state/places/asn.mmdb.month"));
    server.answer(FaultyServer::notFound);
    Result failed = inChild("update");
    assertThat(failed.status()).isEqualTo(Main.FAILED);
    assertThat(failed.err())
        .contains("(404)", "(the old file stays in use)")
        .doesNotContain("\tat ");
    assertThat(inChild("lookup", "8.8.8.8").out()).contains("AS64500");
  }

  @Test
  void anUpdateKilledInTheMiddleLeavesTheOldInUse() throws Exception {
    fetching();
    server.answer(exchange -> FaultyServer.send(exchange, FaultyServer.gzip(database)));
    inChild("update");
    Files.delete(directory.resolve("state/places/asn.mmdb.month"));

    CountDownLatch halfSent = new CountDownLatch(1);
    server.answer(server.stall(FaultyServer.gzip(database), halfSent));
    Process process =
        ChildProcess.start(directory, Redirect.PIPE, jvmOptions(), (Object[]) arguments("update"));
    halfSent.await();
    process.destroyForcibly().waitFor();

    assertThat(inChild("lookup", "8.8.8.8").out()).contains("AS64500");
    server.answer(exchange -> FaultyServer.send(exchange, FaultyServer.gzip(database)));
    assertThat(inChild("update").out()).contains(", fetched");
    try (Stream<Path> files = Files.list(directory.resolve("state/places"))) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
    }
  }

  /** One file of the user's for both. */
  private void own() throws IOException {
    Files.write(directory.resolve("own.mmdb"), database);
    write("{asn: own.mmdb, country: own.mmdb}");
  }

  private void fetching() throws IOException {
    write("{update: {enabled: true, url: '" + server.url() + "'}}");
  }

  private void write(String geo) throws IOException {
    Files.writeString(config, "geo: " + geo + "\n", UTF_8);
  }

  private Result run(String... words) {
    return Commands.bare((Object[]) arguments(words));
  }

  /** With a state directory of its own. */
  private Result inChild(String... words) throws IOException, InterruptedException {
    return ChildProcess.run(directory, Redirect.PIPE, jvmOptions(), (Object[]) arguments(words));
  }

  private List<String> jvmOptions() {
    return List.of(
        "-XX:TieredStopAtLevel=1",
        "-Dikisaki.state=" + directory.resolve("state").toAbsolutePath());
  }

  private String[] arguments(String... words) {
    return Stream.of(Stream.of("geoip"), Stream.of(words), Stream.of("--config", config.toString()))
        .flatMap(parts -> parts)
        .toArray(String[]::new);
  }

  private static JsonObject json(Result result) {
    assertThat(result.err()).isEmpty();
    return JsonParser.parseString(result.out()).getAsJsonObject();
  }
}
