package org.ikisaki.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.ikisaki.config.ConfigException;
import org.ikisaki.flow.DeviceId;
import org.ikisaki.geo.Place;
import org.ikisaki.naming.NameSource;
import org.ikisaki.pipeline.ServiceReading;
import org.ikisaki.service.Catalogue;
import org.ikisaki.service.RuleSet;
import org.ikisaki.service.RulesFile;
import org.ikisaki.service.Service;
import org.ikisaki.service.Subject;
import org.ikisaki.store.Endpoint;
import org.ikisaki.wire.IpAddress;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it takes to find a service among 10,000 rules of a user's and the catalogue's. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class RuleBenchmark {
  private static final int RULES = 10_000;
  private static final int NAMES = 4_096;
  private static final DeviceId DEVICE = new DeviceId("02:00:00:00:00:01");

  private final Random random = new Random(1);
  private final Subject[] matched = new Subject[NAMES];
  private final Subject[] unmatched = new Subject[NAMES];
  private final Endpoint[] endpoints = new Endpoint[NAMES];
  private RuleSet rules = RuleSet.EMPTY;
  private ServiceReading reading = new ServiceReading(RuleSet.EMPTY);
  private int next;

  /** Writes rules of every kind, and names that meet one and that meet none. */
  @Setup
  public void write() throws ConfigException {
    StringBuilder file = new StringBuilder("services:\n");
    for (int i = 0; i < RULES; i++) {
      file.append("  S").append(i).append(": {").append(rule(i)).append("}\n");
    }
    rules =
        RuleSet.of(
            RulesFile.parse("rules.yaml", file.toString().getBytes(UTF_8)), Catalogue.rules());
    reading = new ServiceReading(rules);
    for (int i = 0; i < NAMES; i++) {
      IpAddress address = IpAddress.ofIpv4(0xc6336400 | random.nextInt(256));
      matched[i] =
          new Subject(
              "rr" + i + ".sn-" + word() + ".d" + 10 * (i % 400) + ".example.com",
              address,
              64500,
              "");
      unmatched[i] =
          new Subject("www" + i + ".edge-" + word() + ".example.org", address, 64501, "");
      endpoints[i] =
          new Endpoint(matched[i].host(), null, address, 6, 443, Place.UNKNOWN, NameSource.SNI);
      reading.of(DEVICE, endpoints[i]);
    }
  }

  /** A name that one of the suffix rules knows. */
  @Benchmark
  public RuleSet.Match newName() {
    return rules.classify(matched[next++ % NAMES]);
  }

  /** A name that none knows: every kind is tried. */
  @Benchmark
  public RuleSet.Match newNameOfNoRule() {
    return rules.classify(unmatched[next++ % NAMES]);
  }

  /** An endpoint that was seen before. */
  @Benchmark
  public Service knownEndpoint() {
    return reading.of(DEVICE, endpoints[next++ % NAMES]);
  }

  /** Half of them domains, the rest of every other kind. */
  private String rule(int i) {
    return switch (i % 10) {
      case 0, 2, 4, 6, 8 -> "hosts: ['*.d%d.example.com']".formatted(i);
      case 1 -> "hosts: [h%d.example.net]".formatted(i);
      case 3 -> "hosts: ['cdn*-%s%d.*']".formatted(word(), i);
      case 5 -> "hosts: ['/^[a-z]+%s%d[0-9]*\\.example\\./']".formatted(word(), i);
      case 7 -> "networks: [10.%d.%d.0/24]".formatted(i >> 8, i & 255);
      default -> "all: [{hosts: ['*.c%d.example.com'], ports: [tcp/%d]}]".formatted(i, i + 1);
    };
  }

  private String word() {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      word.append((char) ('a' + random.nextInt(26)));
    }
    return word.toString();
  }
}
