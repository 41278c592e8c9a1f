package org.ikisaki.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.ikisaki.wire.DnsBytes;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdGuardLogTest {
  private static final String TIME = "2026-11-23T09:56:37.25+01:00";

  private final AdGuardLog log = new AdGuardLog();
  private final List<DnsAnswer> answers = new ArrayList<>();

  @Test
  void aLineTellsWhoGotWhichAnswerWhen() {
    byte[] message =
        DnsBytes.response(1)
            .question("www.example.com", 1)
            .cname("www.example.com", "edge.example.net")
            .address("edge.example.net", "203.0.113.7")
            .array();

    assertThat(log.read(line(TIME, "192.168.1.5", message), 0, answers::add)).isTrue();

    DnsAnswer answer = answers.get(0);
    Instant time = Instant.parse("2026-11-23T08:56:37.25Z");
    assertThat(answer.timestamp())
        .isEqualTo(time.getEpochSecond() * 1_000_000_000L + time.getNano());
    assertThat(answer.client()).isEqualTo("192.168.1.5");
    assertThat(answer.queryName()).isEqualTo("www.example.com");
    assertThat(answer.cnames()).containsExactly("edge.example.net");
    assertThat(answer.named()).containsExactly(IpAddress.parse("203.0.113.7"));
  }

  @Test
  void whatIsBlockedNamesNothing() {
    byte[] message =
        DnsBytes.response(1)
            .question("ads.example.com", 1)
            .address("ads.example.com", "0.0.0.0")
            .array();
    assertThat(log.read(line(TIME, "192.168.1.5", message), 0, answers::add)).isTrue();
    assertThat(answers.get(0).named()).isEmpty();
  }

  @Test
  void aQuestionWithoutAnAnswerIsNoMistake() {
    assertThat(log.read("{\"T\":\"" + TIME + "\",\"IP\":\"192.168.1.5\"}", 0, answers::add))
        .isTrue();
    assertThat(answers).isEmpty();
  }

  static List<String> hostileLines() {
    byte[] message = DnsBytes.response(1).question("www.example.com", 1).array();
    String good = line(TIME, "192.168.1.5", message);
    return List.of(
        "",
        "null",
        "[]",
        "{",
        "{\"IP\":7}",
        "[".repeat(60_000),
        "{\"a\":".repeat(10_000),
        good.substring(0, good.length() - 2),
        line("yesterday", "192.168.1.5", message),
        line("+999999999-01-01T00:00:00Z", "192.168.1.5", message),
        line(TIME, "nobody", message),
        line(TIME, "192.168.1.5", new byte[] {1, 2, 3}),
        line(TIME, "192.168.1.5", DnsBytes.query(1).question("www.example.com", 1).array()),
        good.replace("\"Answer\":\"", "\"Answer\":\"%%%"));
  }

  @ParameterizedTest
  @MethodSource("hostileLines")
  void aLineThatIsNoneIsSaidSo(String line) {
    assertThat(log.read(line, 0, answers::add)).isFalse();
    assertThat(answers).isEmpty();
  }

  private static String line(String time, String client, byte[] message) {
    return "{\"T\":\"%s\",\"QH\":\"x\",\"QT\":\"A\",\"QC\":\"IN\",\"CP\":\"\",\"Upstream\":\"u\",\"Answer\":\"%s\",\"IP\":\"%s\",\"Result\":{\"Reason\":0,\"Rules\":[{}]},\"Elapsed\":12,\"Cached\":true}"
        .formatted(time, Base64.getEncoder().encodeToString(message), client);
  }
}
