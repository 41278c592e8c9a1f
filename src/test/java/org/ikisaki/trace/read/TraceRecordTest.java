package org.ikisaki.trace.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.ikisaki.trace.Answer;
import org.ikisaki.trace.Hop;
import org.ikisaki.trace.MplsLabel;
import org.ikisaki.trace.ProbeKind;
import org.ikisaki.trace.Target;
import org.ikisaki.trace.Trace;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceRecordTest {
  private static final Trace TRACE =
      new Trace(
          new Target("www.example.com", IpAddress.parse("2001:db8::80")),
          "home",
          Instant.parse("2026-01-02T03:04:05.678901234Z"),
          ProbeKind.TCP,
          List.of(
              new Hop(
                  1,
                  3,
                  List.of(
                      new Answer(
                          IpAddress.parse("2001:db8:ff::1"),
                          1_234_567,
                          Answer.Meaning.TIME_EXCEEDED,
                          List.of(
                              new MplsLabel(24_001, 5, false, 1), new MplsLabel(17, 0, true, 255)),
                          true))),
              new Hop(2, 3, List.of()),
              new Hop(
                  3,
                  1,
                  List.of(
                      Answer.of(IpAddress.parse("2001:db8::80"), 9, Answer.Meaning.PROHIBITED)))),
          Map.of());

  @Test
  void aTraceComesBackAsItWas() {
    String line = TraceRecord.line(TRACE);

    assertThat(line).doesNotContain("\n");
    assertThat(TraceRecord.parse(line)).contains(TRACE);
  }

  @Test
  void whatWasBrokenOffIsNone() {
    String line = TraceRecord.line(TRACE);
    for (int length = 0; length < line.length(); length++) {
      assertThat(TraceRecord.parse(line.substring(0, length))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "[]",
        "{\"type\":\"trace\"}",
        "{\"type\":\"ikisaki\"}",
        "{\"type\":\"ikisaki\",\"address\":\"203.0.113.1\",\"started\":\"yesterday\"}",
        "{\"type\":\"ikisaki\",\"address\":\"nowhere\",\"started\":\"2026-01-02T03:04:05Z\"}"
      })
  void whatIsNoRecordIsNone(String line) {
    assertThat(TraceRecord.parse(line)).isEmpty();
  }

  @Test
  void absurdFiguresAreBounded() {
    String line =
        "{\"type\":\"ikisaki\",\"address\":\"203.0.113.1\",\"started\":\"2026-01-02T03:04:05Z\","
            + "\"hops\":[{\"ttl\":4000000000,\"sent\":1},{\"ttl\":1,\"sent\":-5,\"answers\":"
            + "[{\"from\":\"198.51.100.1\",\"meaning\":\"nonsense\"},"
            + "{\"from\":\"198.51.100.1\",\"meaning\":\"reached\",\"rtt_ns\":-9}]}]}";

    Trace trace = TraceRecord.parse(line).orElseThrow();

    assertThat(trace.hops()).hasSize(1);
    assertThat(trace.hops().get(0).sent()).isEqualTo(1);
    assertThat(trace.hops().get(0).answers().get(0).roundTripNanos()).isEqualTo(-1);
  }
}
