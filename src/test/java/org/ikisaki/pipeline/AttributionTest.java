package org.ikisaki.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ikisaki.flow.DeviceId;
import org.ikisaki.flow.FlowUpdate;
import org.ikisaki.geo.Places;
import org.ikisaki.naming.Claim;
import org.ikisaki.naming.Confidence;
import org.ikisaki.naming.DnsAnswer;
import org.ikisaki.naming.Name;
import org.ikisaki.naming.NameSource;
import org.ikisaki.naming.Named;
import org.ikisaki.naming.Names;
import org.ikisaki.service.RuleSet;
import org.ikisaki.store.Counters;
import org.ikisaki.store.IntervalRows;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.store.IntervalRows.OwnName;
import org.ikisaki.store.IntervalRows.Traffic;
import org.ikisaki.store.RoundTrips;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AttributionTest {
  private static final Instant T = Instant.parse("2026-11-01T12:00:00Z");
  private static final long NANOS = T.getEpochSecond() * 1_000_000_000L;
  private static final DeviceId LAPTOP = new DeviceId("02:00:00:00:00:02");
  private static final DeviceId TABLET = new DeviceId("02:00:00:00:00:03");
  private static final long MINUTE = 60_000_000_000L;
  private static final IpAddress LAPTOP_ADDRESS = IpAddress.parse("192.168.1.2");
  private static final IpAddress SERVER = IpAddress.parse("192.0.2.1");

  private final List<@Nullable Named> heard = new ArrayList<>();
  private final Attribution attribution =
      new Attribution(
          new Names(),
          Places.none(),
          new ServiceReading(RuleSet.EMPTY),
          new LoggedAnswers(null),
          new PipelineListener() {
            @Override
            public void onFlow(String source, FlowUpdate flow, @Nullable Named name) {
              heard.add(name);
            }
          });

  @Test
  void anAnswerNamesTheFlowsThatFollowIt() {
    IntervalRows rows =
        attribution.attribute(interval(List.of(flow(1, 0)), Map.of(), answer("video.example")));

    Traffic only = only(rows);
    assertThat(only.endpoint().host()).isEqualTo("video.example");
    assertThat(only.endpoint().evidence()).isEqualTo(NameSource.DNS);
    assertThat(only.endpoint().network()).isEqualTo(IpAddress.parse("192.0.2.0"));
    assertThat(only.endpoint().port()).isEqualTo(443);
    assertThat(only.counters()).isEqualTo(new Counters(300, 100, 3, 2, 1));
  }

  @Test
  void itsHandshakesAreSummedInMicroseconds() {
    IntervalRows rows =
        attribution.attribute(
            interval(
                List.of(handshake(1, 250_000, 20_000_999), handshake(2, 0, 0), handshake(3, 1, 1)),
                Map.of(),
                answer("video.example")));

    assertThat(only(rows).roundTrips()).isEqualTo(new RoundTrips(2, 250, 20_000));
  }

  @Test
  void aFlowsOwnNameOverridesTheAnswer() {
    Name own = new Name("other.example", NameSource.SNI);
    IntervalRows rows =
        attribution.attribute(
            interval(List.of(flow(1, 0)), Map.of(1L, own), answer("video.example")));

    assertThat(only(rows).endpoint().host()).isEqualTo("other.example");
    assertThat(only(rows).endpoint().evidence()).isEqualTo(NameSource.SNI);
  }

  @Test
  void whatAHiddenHandshakeShowsDoesNotOverrideTheAnswer() {
    Name outer = new Name("provider.example", NameSource.ECH_OUTER);
    IntervalRows answered =
        attribution.attribute(
            interval(List.of(flow(1, 0)), Map.of(1L, outer), answer("video.example")));
    IntervalRows unanswered =
        new Attribution(
                new Names(),
                Places.none(),
                new ServiceReading(RuleSet.EMPTY),
                new LoggedAnswers(null),
                PipelineListener.NONE)
            .attribute(interval(List.of(flow(1, 0)), Map.of(1L, outer)));

    assertThat(only(answered).endpoint().host()).isEqualTo("video.example");
    assertThat(only(unanswered).endpoint().host()).isEqualTo("provider.example");
    assertThat(only(unanswered).endpoint().evidence()).isEqualTo(NameSource.ECH_OUTER);
  }

  @Test
  void aFlowKeepsItsNameWhenTheAddressIsCalledAnotherLater() {
    attribution.attribute(interval(List.of(flow(1, 0)), Map.of(), answer("first.example")));
    IntervalRows later =
        attribution.attribute(interval(List.of(flow(1, 0)), Map.of(), answer("second.example")));

    assertThat(only(later).endpoint().host()).isEqualTo("first.example");
  }

  @Test
  void anEndedFlowIsForgotten() {
    attribution.attribute(interval(List.of(ended(1)), Map.of(), answer("first.example")));
    Name own = new Name("own.example", NameSource.SNI);
    attribution.attribute(interval(List.of(flow(2, 1)), Map.of(2L, own)));
    IntervalRows reused =
        attribution.attribute(interval(List.of(flow(1, 20)), Map.of(), answer("second.example")));

    assertThat(only(reused).endpoint().host()).isEqualTo("second.example");
  }

  @Test
  void anUnnamedFlowIsItsAddress() {
    IntervalRows rows = attribution.attribute(interval(List.of(flow(1, 0)), Map.of()));

    assertThat(only(rows).endpoint().host()).isNull();
    assertThat(only(rows).endpoint().address()).isEqualTo(SERVER);
    assertThat(only(rows).endpoint().evidence()).isNull();
  }

  @Test
  void anUnnamedFlowIsNamedOnceItsDeviceLearnsWhatItsAddressIsCalled() {
    IntervalRows before = attribution.attribute(interval(List.of(flow(1, -60)), Map.of()));
    IntervalRows after =
        attribution.attribute(interval(List.of(flow(1, -60)), Map.of(), answer("late.example")));

    assertThat(only(before).endpoint().host()).isNull();
    assertThat(only(after).endpoint().host()).isEqualTo("late.example");
    assertThat(only(after).endpoint().evidence()).isEqualTo(NameSource.DNS_LATE);
  }

  @Test
  void whatItsOwnDeviceLearnsLaterOverridesWhatAnotherKnew() {
    IntervalRows before =
        attribution.attribute(
            interval(
                List.of(flow(1, -60)), Map.of(), answer(TABLET, NANOS - MINUTE, "theirs.example")));
    IntervalRows after =
        attribution.attribute(interval(List.of(flow(1, -60)), Map.of(), answer("ours.example")));

    assertThat(only(before).endpoint().evidence()).isEqualTo(NameSource.DNS_OTHER);
    assertThat(only(after).endpoint().host()).isEqualTo("ours.example");
    assertThat(only(after).endpoint().evidence()).isEqualTo(NameSource.DNS_LATE);
    assertThat(only(after).endpoint().confidence()).isEqualTo(Confidence.LATE_ALONE);
  }

  @Test
  void whatItsOwnDeviceLearnsLaterOverridesWhatAHiddenHandshakeShows() {
    Name outer = new Name("provider.example", NameSource.ECH_OUTER);
    attribution.attribute(interval(List.of(flow(1, -60)), Map.of(1L, outer)));
    IntervalRows after =
        attribution.attribute(interval(List.of(flow(1, -60)), Map.of(), answer("ours.example")));

    assertThat(only(after).endpoint().host()).isEqualTo("ours.example");
  }

  @Test
  void aCertificateNamesAFlowThatSaidNothing() {
    Claim claim =
        new Claim(
            NANOS,
            LAPTOP.text(),
            SERVER,
            List.of("*.shop.example.com", "shop.example.com"),
            NameSource.CERT);
    IntervalRows rows = attribution.attribute(interval(List.of(flow(1, 0)), List.of(claim)));

    assertThat(only(rows).endpoint().host()).isEqualTo("*.shop.example.com");
    assertThat(only(rows).endpoint().confidence()).isEqualTo(Confidence.CERTIFICATE_ONE_SERVICE);
    assertThat(rows.claims()).containsExactly(claim);
  }

  @Test
  void aPointerNamesAFlowForWhoListensButNotForHistory() {
    Claim claim =
        new Claim(NANOS, LAPTOP.text(), SERVER, List.of("www.example.com"), NameSource.PTR);
    IntervalRows rows = attribution.attribute(interval(List.of(flow(1, 0)), List.of(claim)));

    assertThat(heard)
        .containsExactly(
            new Named(new Name("www.example.com", NameSource.PTR), Confidence.POINTER));
    assertThat(only(rows).endpoint().address()).isEqualTo(SERVER);
  }

  @Test
  void whatFlowsCalledThemselvesIsEvidenceButNotWhatAHiddenHandshakeShows() {
    Name own = new Name("own.example", NameSource.QUIC);
    Name outer = new Name("provider.example", NameSource.ECH_OUTER);
    IntervalRows rows =
        attribution.attribute(
            interval(List.of(flow(1, 0), flow(2, 0)), Map.of(1L, own, 2L, outer)));

    assertThat(rows.ownNames()).containsExactly(new OwnName(LAPTOP.text(), SERVER, own, T));
  }

  @Test
  void whatAVisitorAsksAServerAtHomeForIsNotTheVisitorsName() {
    FlowUpdate visit = visit(1);
    Name own = new Name("nas.example", NameSource.SNI);
    IntervalRows rows = attribution.attribute(interval(List.of(visit), Map.of(1L, own)));
    IntervalRows later = attribution.attribute(interval(List.of(flow(2, 5)), Map.of()));

    assertThat(rows.ownNames()).isEmpty();
    assertThat(only(rows).endpoint().host()).isEqualTo("nas.example");
    assertThat(only(later).endpoint().host()).isNull();
  }

  @Test
  void flowsWithOneEndpointAreOneRow() {
    IntervalRows rows =
        attribution.attribute(
            interval(List.of(flow(1, 0), flow(2, 0)), Map.of(), answer("video.example")));

    assertThat(only(rows).counters()).isEqualTo(new Counters(600, 200, 6, 4, 2));
  }

  @Test
  void theListenerHearsEveryFlowWithItsName() {
    attribution.attribute(
        interval(List.of(flow(1, 0), flow(2, 0)), Map.of(), answer("video.example")));

    assertThat(heard)
        .extracting(named -> named == null ? null : named.name())
        .containsExactly(
            new Name("video.example", NameSource.DNS), new Name("video.example", NameSource.DNS));
  }

  private static Traffic only(IntervalRows rows) {
    assertThat(rows.traffic()).hasSize(1);
    return rows.traffic().get(0);
  }

  private static FlowUpdate flow(long id, long secondsAfter) {
    return flow(id, secondsAfter, false);
  }

  private static FlowUpdate ended(long id) {
    return flow(id, 0, true);
  }

  private static FlowUpdate flow(long id, long secondsAfter, boolean ended) {
    return flow(id, secondsAfter, ended, true);
  }

  private static FlowUpdate visit(long id) {
    return flow(id, 0, false, false);
  }

  private static FlowUpdate flow(long id, long secondsAfter, boolean ended, boolean localOpened) {
    return flow(id, secondsAfter, ended, localOpened, 0, 0);
  }

  private static FlowUpdate handshake(long id, long rttLocal, long rttRemote) {
    return flow(id, 0, false, true, rttLocal, rttRemote);
  }

  private static FlowUpdate flow(
      long id,
      long secondsAfter,
      boolean ended,
      boolean localOpened,
      long rttLocal,
      long rttRemote) {
    return new FlowUpdate(
        id,
        LAPTOP,
        LAPTOP_ADDRESS,
        50_000,
        SERVER,
        443,
        6,
        localOpened,
        true,
        false,
        NANOS + secondsAfter * 1_000_000_000L,
        true,
        ended,
        300,
        100,
        3,
        2,
        rttLocal,
        rttRemote,
        0,
        0);
  }

  private static DnsAnswer answer(String host) {
    return answer(LAPTOP, NANOS, host);
  }

  private static DnsAnswer answer(DeviceId device, long time, String host) {
    return new DnsAnswer(
        time,
        device.text(),
        LAPTOP_ADDRESS,
        IpAddress.parse("192.168.1.1"),
        host,
        "udp",
        true,
        0,
        List.of(),
        List.of(SERVER));
  }

  private static Interval interval(
      List<FlowUpdate> flows, Map<Long, Name> names, DnsAnswer... answers) {
    return interval(flows, names, List.of(), answers);
  }

  private static Interval interval(List<FlowUpdate> flows, List<Claim> claims) {
    return interval(flows, Map.of(), claims);
  }

  private static Interval interval(
      List<FlowUpdate> flows, Map<Long, Name> names, List<Claim> claims, DnsAnswer... answers) {
    return new Interval(
        "test",
        T,
        T.plusSeconds(10),
        flows,
        names,
        List.of(answers),
        claims,
        List.of(),
        List.of(),
        CaptureStats.ZERO);
  }
}
