package org.ikisaki.trace.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.ikisaki.trace.Answer;
import org.ikisaki.trace.Hop;
import org.ikisaki.trace.MplsLabel;
import org.ikisaki.trace.ProbeKind;
import org.ikisaki.trace.Trace;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceFilesTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  private final Problems problems = new Problems("file");

  @Test
  void readsWhatTracerouteOfLinuxPrints() throws Exception {
    Trace trace =
        read("""
                traceroute to www.example.com (203.0.113.80), 30 hops max, 60 byte packets
                 1  gw.example.net (192.0.2.1)  0.447 ms  0.486 ms  0.621 ms
                 2  192.0.2.5 (192.0.2.5)  2.627 ms 192.0.2.6 (192.0.2.6)  3.172 ms 192.0.2.7 (192.0.2.7)  2.857 ms
                 3  * * *
                 4  www.example.com (203.0.113.80)  9.1 ms !X  9.2 ms *
                """)
            .get(0);

    assertThat(problems.first()).isEmpty();
    assertThat(trace.target().name()).isEqualTo("www.example.com");
    assertThat(trace.target().address()).isEqualTo(address("203.0.113.80"));
    assertThat(trace.started()).isEqualTo(TIME);
    assertThat(trace.names()).containsEntry(address("192.0.2.1"), "gw.example.net").hasSize(2);
    assertThat(trace.hops()).extracting(Hop::ttl).containsExactly(1, 2, 3, 4);
    assertThat(trace.hops().get(0).bestRoundTrip()).hasValue(447_000);
    assertThat(trace.hops().get(1).addresses()).hasSize(3);
    assertThat(trace.hops().get(2).silent()).isTrue();
    assertThat(trace.hops().get(2).sent()).isEqualTo(3);
    assertThat(trace.hops().get(3).answers())
        .extracting(Answer::meaning)
        .containsExactly(Answer.Meaning.PROHIBITED, Answer.Meaning.REACHED);
    assertThat(trace.hops().get(3).loss()).isBetween(0.33, 0.34);
    assertThat(trace.reached()).isTrue();
  }

  @Test
  void readsNumbersAloneAndWhatBsdWritesBelow() throws Exception {
    Trace trace =
        read("""
                traceroute6 to example.com (2001:db8::80) from 2001:db8::1, 64 hops max
                 1  2001:db8::2  0.5 ms  0.6 ms
                    2001:db8::3  0.7 ms
                 2  2001:db8::80  4.0 ms  4.1 ms  4.2 ms
                """)
            .get(0);

    assertThat(trace.hops().get(0).addresses())
        .containsExactly(address("2001:db8::2"), address("2001:db8::3"));
    assertThat(trace.hops().get(0).sent()).isEqualTo(3);
    assertThat(trace.reached()).isTrue();
  }

  @Test
  void readsSeveralTracesOfAFileAndGoesOnAfterNonsense() throws Exception {
    List<Trace> traces =
        read(
            """
            traceroute to a.example (203.0.113.1), 30 hops max, 60 byte packets
             1  192.0.2.1  1.0 ms
            what is this
             9  (  0.447 ms
             1  192.0.2.9  1.0 ms
            traceroute to b.example (203.0.113.2), 30 hops max, 60 byte packets
             3  192.0.2.1  1.0 ms
            """);

    assertThat(traces).hasSize(2);
    assertThat(traces.get(1).hops()).hasSize(3);
    assertThat(problems.first())
        .anySatisfy(problem -> assertThat(problem).isEqualTo("file:3: no hop: what is this"))
        .anySatisfy(problem -> assertThat(problem).startsWith("file:5: hop 1 where"));
  }

  @Test
  void readsMtr() throws Exception {
    Trace trace =
        read("""
                {"report": {"mtr": {"src": "here", "dst": "www.example.com", "tests": 10},
                  "hubs": [
                    {"count": 1, "host": "_gateway (192.0.2.1)", "Loss%": 0.0, "Snt": 10, "Last": 0.5, "Avg": 0.6, "Best": 0.4, "Wrst": 0.9, "StDev": 0.1},
                    {"count": "2", "host": "???", "Loss%": 100.0, "Snt": 10, "Last": 0.0, "Avg": 0.0, "Best": 0.0, "Wrst": 0.0, "StDev": 0.0},
                    {"count": 3, "host": "203.0.113.80", "Loss%": 20.0, "Snt": 10, "Last": 9.0, "Avg": 9.5, "Best": 8.5, "Wrst": 11.0, "StDev": 0.3}]}}
                """)
            .get(0);

    assertThat(trace.target().address()).isEqualTo(address("203.0.113.80"));
    assertThat(trace.hops().get(0).bestRoundTrip()).hasValue(400_000);
    assertThat(trace.names()).containsEntry(address("192.0.2.1"), "_gateway");
    assertThat(trace.hops().get(1).silent()).isTrue();
    assertThat(trace.hops().get(2).loss()).isBetween(0.19, 0.21);
  }

  @Test
  void readsScamperWithLabels() throws Exception {
    Trace trace =
        read("""
                {"type":"cycle-start", "list_name":"default", "id":1}
                {"type":"trace","version":"0.1","method":"icmp-echo-paris","src":"192.0.2.2","dst":"203.0.113.80","start":{"sec":1767323045,"usec":1},"hop_count":4,"attempts":2,"hops":[{"addr":"192.0.2.1","probe_ttl":1,"rtt":0.5,"icmp_type":11,"icmp_code":0},{"addr":"192.0.2.7","name":"lsr.example.net","probe_ttl":3,"rtt":7.25,"icmp_type":11,"icmpext":[{"ie_cn":1,"ie_ct":1,"mpls_labels":[{"mpls_ttl":1,"mpls_s":1,"mpls_exp":0,"mpls_label":24001}]}]}]}
                {"type":"cycle-stop"}
                """)
            .get(0);

    assertThat(problems.count()).isZero();
    assertThat(trace.kind()).isEqualTo(ProbeKind.ICMP);
    assertThat(trace.started()).isEqualTo(Instant.ofEpochSecond(1767323045));
    assertThat(trace.hops()).extracting(Hop::silent).containsExactly(false, true, false, true);
    assertThat(trace.hops().get(2).answers().get(0).labels())
        .containsExactly(new MplsLabel(24001, 0, true, 1));
    assertThat(trace.reached()).isFalse();
  }

  @Test
  void readsRipeAtlas() throws Exception {
    Trace trace =
        read("""
                [{"fw":5080,"af":4,"dst_name":"www.example.com","dst_addr":"203.0.113.80","msm_id":1,"prb_id":77,"timestamp":1767323045,"proto":"UDP","type":"traceroute","result":[
                  {"hop":1,"result":[{"from":"192.0.2.1","ttl":64,"size":28,"rtt":1.5},{"x":"*"},{"from":"192.0.2.1","rtt":1.2}]},
                  {"hop":2,"result":[{"x":"*"},{"x":"*"},{"x":"*"}]},
                  {"hop":3,"result":[{"from":"192.0.2.9","rtt":5.0,"err":"H","icmpext":{"version":2,"obj":[{"class":1,"type":1,"mpls":[{"exp":0,"label":300,"s":1,"ttl":1}]}]}}]}]}]
                """)
            .get(0);

    assertThat(trace.origin()).isEqualTo("RIPE Atlas probe 77");
    assertThat(trace.kind()).isEqualTo(ProbeKind.UDP);
    assertThat(trace.hops().get(0).bestRoundTrip()).hasValue(1_200_000);
    assertThat(trace.hops().get(0).sent()).isEqualTo(3);
    Answer last = trace.hops().get(2).answers().get(0);
    assertThat(last.meaning()).isEqualTo(Answer.Meaning.HOST_UNREACHABLE);
    assertThat(last.labels()).hasSize(1);
  }

  @Test
  void whatIsCutOffIsSaidAndTheRestIsKept() throws Exception {
    List<Trace> traces =
        read(
            """
            {"type":"trace","dst":"203.0.113.80","hops":[{"addr":"192.0.2.1","probe_ttl":1,"rtt":0.5}]}
            {"type":"trace","dst":"203.0.113.81","hops":[{"addr":"192.0.2.1","pro""");

    assertThat(traces).hasSize(1);
    assertThat(problems.first().get(0)).startsWith("file:2: the JSON ends or breaks here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"trace\",\"dst\":7}",
        "{\"report\":{\"mtr\":[],\"hubs\":{}}}",
        "{\"report\":7}",
        "{\"prb_id\":1,\"type\":\"traceroute\",\"dst_addr\":\"x\"}",
        "{\"prb_id\":1,\"type\":\"ping\",\"dst_addr\":\"192.0.2.1\"}",
        "{\"prb_id\":1,\"type\":\"traceroute\",\"dst_addr\":\"192.0.2.1\",\"timestamp\":1e300}",
        "{\"type\":\"trace\",\"dst\":\"192.0.2.1\",\"start\":{\"sec\":-1e300}}",
        "[1,2]",
        "{\"a\":",
        "",
        "\u0000\u0001",
        "traceroute to x (999.1.1.1), 30 hops max"
      })
  void nonsenseIsAProblemAndNoTrace(String text) throws Exception {
    assertThat(read(text)).isEmpty();
    assertThat(problems.count()).isPositive();
  }

  @Test
  void anEndlessLineTakesNoEndOfMemory() throws Exception {
    long before = problems.count();
    TraceFiles.read(new EndlessReader("x", 200_000_000L), "test", TIME, problems, trace -> {});

    assertThat(problems.count()).isGreaterThan(before);
  }

  private List<Trace> read(String text) throws IOException {
    List<Trace> traces = new ArrayList<>();
    TraceFiles.read(new StringReader(text), "test", TIME, problems, traces::add);
    return traces;
  }

  private static IpAddress address(String text) {
    return IpAddress.parse(text);
  }
}
