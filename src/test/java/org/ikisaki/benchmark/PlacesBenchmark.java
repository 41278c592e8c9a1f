package org.ikisaki.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.ikisaki.config.ConfigException;
import org.ikisaki.config.YamlFile;
import org.ikisaki.geo.GeoSettings;
import org.ikisaki.geo.MmdbWriter;
import org.ikisaki.geo.Place;
import org.ikisaki.geo.Places;
import org.ikisaki.wire.IpAddress;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Places of addresses, from two files of 200,000 networks: of a household's peers, and of any. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PlacesBenchmark {
  private static final int NETWORKS = 200_000;
  private static final int ORGANISATIONS = 20_000;

  /** More than are cached. */
  private static final int ADDRESSES = 1 << 20;

  /** What a household talks to in an hour. */
  private static final int PEERS = 1 << 11;

  private final IpAddress[] addresses = new IpAddress[ADDRESSES];
  private final Path directory;
  private final Places places;
  private int next;

  /** Writes the files and opens them. */
  public PlacesBenchmark() {
    SplittableRandom random = new SplittableRandom(1);
    try {
      directory = Files.createTempDirectory("places");
      places = open(directory, random);
    } catch (IOException | ConfigException e) {
      throw new IllegalStateException(e);
    }
    for (int i = 0; i < ADDRESSES; i++) {
      addresses[i] = IpAddress.ofIpv4(random.nextInt());
    }
  }

  private static Places open(Path directory, SplittableRandom random)
      throws IOException, ConfigException {
    MmdbWriter networks = MmdbWriter.ofBothVersions("A");
    MmdbWriter countries = MmdbWriter.ofBothVersions("C");
    for (int i = 0; i < NETWORKS; i++) {
      IpAddress address = IpAddress.ofIpv4(random.nextInt());
      long owner = 1 + random.nextLong(ORGANISATIONS);
      networks.add(
          address.network(22) + "/22",
          Map.of(
              "autonomous_system_number",
              owner,
              "autonomous_system_organization",
              "Organisation " + owner));
      countries.add(address.network(20) + "/20", Map.of("country", Map.of("iso_code", "JP")));
    }
    Path asn = Files.write(directory.resolve("asn.mmdb"), networks.toBytes());
    Path country = Files.write(directory.resolve("country.mmdb"), countries.toBytes());
    byte[] yaml = "{asn: %s, country: %s}".formatted(asn, country).getBytes(UTF_8);
    return Places.open(YamlFile.parse("benchmark", yaml, GeoSettings::from));
  }

  @Benchmark
  public Place anyAddress() {
    return places.lookup(addresses[next++ & (ADDRESSES - 1)]);
  }

  @Benchmark
  public Place peers() {
    return places.lookup(addresses[next++ & (PEERS - 1)]);
  }

  /** Removes the files. */
  @TearDown
  public void close() throws IOException {
    places.close();
    Files.delete(directory.resolve("asn.mmdb"));
    Files.delete(directory.resolve("country.mmdb"));
    Files.delete(directory);
  }
}
