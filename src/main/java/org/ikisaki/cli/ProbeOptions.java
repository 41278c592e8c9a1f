package org.ikisaki.cli;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.ikisaki.trace.ProbeKind;
import org.ikisaki.trace.probe.ErrorQueueChannel;
import org.ikisaki.trace.probe.ProbeChannel;
import org.ikisaki.trace.probe.ProbeSettings;
import org.ikisaki.trace.probe.RawChannel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How {@code trace} probes. */
final class ProbeOptions {
  private static final int MAX_PORT = 65_535;
  private static final int TRACEROUTE = 33_434;
  private static final int HTTPS = 443;
  private static final double MAX_RATE = 10_000;
  private static final Duration MAX_WAIT = Duration.ofSeconds(30);

  private enum Method {
    UDP(ProbeKind.UDP),
    ICMP(ProbeKind.ICMP),
    TCP(ProbeKind.TCP);

    private final ProbeKind kind;

    Method(ProbeKind kind) {
      this.kind = kind;
    }
  }

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      defaultValue = "udp",
      description =
          "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}); tcp takes CAP_NET_RAW, as --raw does.")
  private Method method;

  @Option(
      names = "--raw",
      description =
          "Probe from raw sockets: faster, and shows NATs. Takes CAP_NET_RAW, which bin/ikisaki asks sudo for.")
  private boolean raw;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Of the targets (default: 33434 for udp, 443 for tcp).")
  private @Nullable Integer port;

  @Option(
      names = "--rate",
      paramLabel = "PROBES",
      defaultValue = "100",
      description =
          "Probes a second to all targets together (default: ${DEFAULT-VALUE}, which is polite).")
  private double rate;

  @Option(
      names = "--max-hops",
      paramLabel = "HOPS",
      defaultValue = "30",
      description = "Where a trace ends (default: ${DEFAULT-VALUE}).")
  private int maxHops;

  @Option(
      names = "--queries",
      paramLabel = "N",
      defaultValue = "3",
      description = "Probes a hop (default: ${DEFAULT-VALUE}).")
  private int queries;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "2s",
      description = "How long for an answer (default: ${DEFAULT-VALUE}).")
  private Duration wait;

  @Option(
      names = "--paths",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Look for up to N next hops at each distance, with as many flows as it takes (default: one flow).")
  private int paths;

  ProbeSettings settings() throws Failure {
    check(rate > 0 && rate <= MAX_RATE, "--rate", rate, "more than 0, up to 10000");
    check(port() >= 1 && port() <= MAX_PORT, "--port", port(), "1 to 65535");
    inRange("--max-hops", maxHops, ProbeSettings.MAX_HOPS);
    inRange("--queries", queries, ProbeSettings.MAX_QUERIES);
    inRange("--paths", paths, ProbeSettings.MAX_PATHS);
    check(
        wait.compareTo(Duration.ZERO) > 0 && wait.compareTo(MAX_WAIT) <= 0,
        "--wait",
        wait.toMillis() + "ms",
        "more than 0, up to 30s");
    return new ProbeSettings(rate, maxHops, queries, wait, paths);
  }

  private static void inRange(String option, int value, int max) throws Failure {
    check(value >= 1 && value <= max, option, value, "1 to " + max);
  }

  private static void check(boolean good, String option, Object value, String range)
      throws Failure {
    if (!good) {
      throw new Failure("%s %s: it must be %s".formatted(option, value, range));
    }
  }

  private int port() {
    return port != null ? port : method == Method.TCP ? HTTPS : TRACEROUTE;
  }

  ProbeChannel channel() throws IOException {
    InstantSource clock = InstantSource.system();
    SecureRandom random = new SecureRandom();
    return raw || method == Method.TCP
        ? new RawChannel(method.kind, port(), wait, clock, System::nanoTime, random)
        : new ErrorQueueChannel(method.kind, port(), wait, clock, System::nanoTime, random);
  }
}
