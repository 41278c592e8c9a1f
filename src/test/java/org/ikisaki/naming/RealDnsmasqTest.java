package org.ikisaki.naming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.ikisaki.naming.ResolverLogSettings.Kind;
import org.ikisaki.testing.RealDnsmasq;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real dnsmasq writes is what is read. */
class RealDnsmasqTest {
  private static final List<String> RECORDS =
      List.of(
          "--cname=www.example.com,edge.example.net",
          "--host-record=edge.example.net,203.0.113.7,2001:db8::7",
          "--host-record=two.example.org,203.0.113.8");

  @ParameterizedTest
  @ValueSource(strings = {"--log-queries", "--log-queries=extra"})
  void everyClientHasTheAnswersItGot(String logQueries, @TempDir Path directory) throws Exception {
    ResolverLogSettings settings =
        new ResolverLogSettings(directory.resolve("query.log"), Kind.DNSMASQ);
    List<String> told = new ArrayList<>();
    try (ResolverLog log = new ResolverLog(settings, InstantSource.system())) {
      log.look();
      try (RealDnsmasq dnsmasq = new RealDnsmasq(directory, RECORDS, logQueries)) {
        assertThat(dnsmasq.ask("127.0.0.5", "www.example.com", 1)).isTrue();
        assertThat(dnsmasq.ask("127.0.0.5", "www.example.com", 28)).isTrue();
        assertThat(dnsmasq.ask("127.0.0.6", "WWW.example.com", 1)).isTrue();
        assertThat(dnsmasq.ask("127.0.0.7", "two.example.org", 1)).isTrue();
        assertThat(dnsmasq.ask("127.0.0.5", "nothing.example.org", 1)).isTrue();
        await()
            .untilAsserted(
                () -> {
                  log.look();
                  log.drain().forEach(answer -> told.add(text(answer)));
                  assertThat(told).anyMatch(line -> line.startsWith("127.0.0.7 "));
                });
      }
      assertThat(log.counts()).containsEntry("resolver_log_malformed", 0L);
    }

    assertThat(told)
        .contains(
            "127.0.0.5 www.example.com [203.0.113.7]",
            "127.0.0.5 www.example.com [2001:db8::7]",
            "127.0.0.6 www.example.com [203.0.113.7]",
            "127.0.0.7 two.example.org [203.0.113.8]")
        .noneMatch(line -> line.startsWith("127.0.0.7 www") || line.startsWith("127.0.0.6 two"));
  }

  private static String text(DnsAnswer answer) {
    return answer.client() + " " + answer.queryName() + " " + answer.addresses();
  }
}
