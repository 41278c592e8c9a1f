package org.ikisaki.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.ikisaki.naming.Names.Candidate;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class NamesTest {
  private static final String PHONE = "02:00:00:00:00:01";
  private static final String LAPTOP = "02:00:00:00:00:02";
  private static final String TABLET = "02:00:00:00:00:03";
  private static final IpAddress SERVER = IpAddress.parse("198.51.100.1");
  private static final long SECOND = 1_000_000_000L;
  private static final long START = 1_700_000_000L * SECOND;

  private final Names names = new Names();

  /** What a client calls an address where every host is a service of its own. */
  private @Nullable Name name(String client, IpAddress address, long time) {
    return name(names, client, address, time);
  }

  private static @Nullable Name name(Names names, String client, IpAddress address, long time) {
    Named named = names.lookup(client, address, time, host -> host);
    return named == null ? null : named.name();
  }

  /** The same where a service is all that lies in one registrable domain. */
  private @Nullable Named named(String client, long time) {
    return names.lookup(client, SERVER, time, RegistrableDomain::of);
  }

  private static DnsAnswer answer(long time, String client, String name, String... addresses) {
    return new DnsAnswer(
        time,
        client,
        IpAddress.parse("192.0.2.10"),
        IpAddress.parse("192.0.2.1"),
        name,
        "udp",
        true,
        0,
        List.of(),
        Arrays.stream(addresses).map(IpAddress::parse).toList());
  }

  @Test
  void namesAnAddressAsItsClientAskedForIt() {
    names.learn(answer(START, PHONE, "a.example.test", "198.51.100.1", "198.51.100.2"));
    Name expected = new Name("a.example.test", NameSource.DNS);
    assertThat(name(PHONE, SERVER, START)).isEqualTo(expected);
    assertThat(name(PHONE, IpAddress.parse("198.51.100.2"), START + 1)).isEqualTo(expected);
    assertThat(name(PHONE, IpAddress.parse("198.51.100.3"), START)).isNull();
  }

  @Test
  void takesTheNewestAnswerBeforeTheFlow() {
    names.learn(answer(START, PHONE, "a.example.test", "198.51.100.1"));
    names.learn(answer(START + 5 * SECOND, PHONE, "b.example.test", "198.51.100.1"));
    assertThat(name(PHONE, SERVER, START + SECOND))
        .isEqualTo(new Name("a.example.test", NameSource.DNS));
    assertThat(name(PHONE, SERVER, START + 6 * SECOND))
        .isEqualTo(new Name("b.example.test", NameSource.DNS));
  }

  @Test
  void acceptsAnAnswerThatCameTenSecondsLateAtMost() {
    names.learn(answer(START, PHONE, "a.example.test", "198.51.100.1"));
    assertThat(name(PHONE, SERVER, START - 10 * SECOND))
        .isEqualTo(new Name("a.example.test", NameSource.DNS));
    assertThat(name(PHONE, SERVER, START - 10 * SECOND - 1))
        .isEqualTo(new Name("a.example.test", NameSource.DNS_LATE));
  }

  @Test
  void fallsBackToAnotherDevicesAnswerForADay() {
    names.learn(answer(START, LAPTOP, "a.example.test", "198.51.100.1"));
    assertThat(name(PHONE, SERVER, START + 3_600 * SECOND))
        .isEqualTo(new Name("a.example.test", NameSource.DNS_OTHER));
    assertThat(name(PHONE, SERVER, START + 86_400 * SECOND)).isNull();
  }

  @Test
  void anotherDevicesWrongAnswerChangesNobodysName() {
    names.learn(answer(START, PHONE, "bank.example.test", "198.51.100.1"));
    names.learn(answer(START + SECOND, LAPTOP, "evil.example.test", "198.51.100.1"));
    assertThat(name(PHONE, SERVER, START + 2 * SECOND))
        .isEqualTo(new Name("bank.example.test", NameSource.DNS));
  }

  @Test
  void anUnsolicitedAnswerIsNobodysEvidence() {
    DnsAnswer honest = answer(START, PHONE, "evil.example.test", "198.51.100.1");
    names.learn(
        new DnsAnswer(
            honest.timestamp(),
            honest.client(),
            honest.clientAddress(),
            honest.server(),
            honest.queryName(),
            honest.over(),
            false,
            honest.rcode(),
            honest.cnames(),
            honest.addresses()));
    assertThat(name(PHONE, SERVER, START)).isNull();
    assertThat(name(LAPTOP, SERVER, START)).isNull();
  }

  @Test
  void whatAFlowCalledItselfNamesLaterOnesOnlyWhereNoAnswerDoes() {
    names.learn(PHONE, SERVER, new Name("sni.example.test", NameSource.SNI), START);
    assertThat(name(PHONE, SERVER, START))
        .isEqualTo(new Name("sni.example.test", NameSource.PERSISTED));
    names.learn(answer(START, PHONE, "dns.example.test", "198.51.100.1"));
    assertThat(name(PHONE, SERVER, START)).isEqualTo(new Name("dns.example.test", NameSource.DNS));
  }

  @Test
  void anAnswerOfMoreThanADayAgoIsOnlyAMemory() {
    names.learn(answer(START, PHONE, "a.example.test", "198.51.100.1"));
    assertThat(name(PHONE, SERVER, START + 86_400 * SECOND))
        .isEqualTo(new Name("a.example.test", NameSource.PERSISTED));
  }

  @Test
  void nothingIsKnownForMoreThanThirtyDays() {
    long day = 86_400 * SECOND;
    names.learn(answer(START, PHONE, "a.example.test", "198.51.100.1"));
    assertThat(name(PHONE, SERVER, START + 30 * day - 1)).isNotNull();
    assertThat(name(PHONE, SERVER, START + 30 * day)).isNull();
  }

  @Test
  void aFlowThatIsOlderThanAllEvidenceGoesByTheOneNameThatCameLater() {
    names.learn(answer(START, PHONE, "a.example.test", "198.51.100.1"));
    names.learn(PHONE, SERVER, new Name("a.example.test", NameSource.SNI), START + 1);
    assertThat(name(PHONE, SERVER, START - 60 * SECOND))
        .isEqualTo(new Name("a.example.test", NameSource.DNS_LATE));
    assertThat(name(LAPTOP, SERVER, START - 60 * SECOND)).isNull();
    names.learn(LAPTOP, SERVER, new Name("a.example.test", NameSource.SNI), START);
    assertThat(name(LAPTOP, SERVER, START - 60 * SECOND))
        .isEqualTo(new Name("a.example.test", NameSource.PERSISTED));
  }

  @Test
  void ofTwoServicesThatCameLaterItGoesByNeither() {
    names.learn(answer(START, PHONE, "a.example.com", "198.51.100.1"));
    names.learn(answer(START + 1, PHONE, "b.example.org", "198.51.100.1"));
    names.learn(answer(START + 2, PHONE, "a.example.com", "198.51.100.1"));
    assertThat(named(PHONE, START - 60 * SECOND)).isNull();
  }

  @Test
  void whereAllLaterNamesAreOfOneServiceThatIsCertainThoughTheHostIsNot() {
    names.learn(answer(START, PHONE, "a.example.com", "198.51.100.1"));
    names.learn(answer(START + 1, PHONE, "b.example.com", "198.51.100.1"));
    assertThat(named(PHONE, START - 60 * SECOND))
        .isEqualTo(
            new Named(
                new Name("b.example.com", NameSource.DNS_LATE), Confidence.MEMORY_ONE_SERVICE));
  }

  @Test
  void confidenceFollowsFromAgeAndFromHowManyServicesItCouldBe() {
    names.learn(answer(START, PHONE, "a.example.com", "198.51.100.1"));
    assertThat(confidence(START + SECOND)).isEqualTo(Confidence.FRESH_ALONE);
    assertThat(confidence(START + 11 * SECOND)).isEqualTo(Confidence.ANSWER_ALONE);
    names.learn(answer(START + 20 * SECOND, PHONE, "b.example.com", "198.51.100.1"));
    assertThat(confidence(START + 21 * SECOND)).isEqualTo(Confidence.FRESH_ONE_SERVICE);
    assertThat(confidence(START + 60 * SECOND)).isEqualTo(Confidence.ANSWER_ONE_SERVICE);
    names.learn(answer(START + 70 * SECOND, PHONE, "c.example.org", "198.51.100.1"));
    assertThat(confidence(START + 71 * SECOND)).isEqualTo(Confidence.FRESH_SEVERAL);
    assertThat(confidence(START + 90 * SECOND)).isEqualTo(Confidence.ANSWER_SEVERAL);
    names.learn(answer(START + 100 * SECOND, PHONE, "d.example.net", "198.51.100.1"));
    names.learn(answer(START + 101 * SECOND, PHONE, "e.example.edu", "198.51.100.1"));
    assertThat(confidence(START + 102 * SECOND)).isEqualTo(Confidence.FRESH_SEVERAL);
    assertThat(confidence(START + 200 * SECOND)).isEqualTo(Confidence.ANSWER_MANY);
    assertThat(confidence(START + 86_600 * SECOND)).isNull();
  }

  private @Nullable Confidence confidence(long time) {
    Named named = named(PHONE, time);
    return named == null ? null : named.confidence();
  }

  @Test
  void whereOthersKnowTwoServicesNeitherIsTaken() {
    names.learn(answer(START, LAPTOP, "bank.example.com", "198.51.100.1"));
    assertThat(named(PHONE, START))
        .isEqualTo(
            new Named(new Name("bank.example.com", NameSource.DNS_OTHER), Confidence.OTHERS_ALONE));
    names.learn(answer(START, TABLET, "evil.example.org", "198.51.100.1"));
    assertThat(named(PHONE, START)).isNull();
    assertThat(named(LAPTOP, START))
        .extracting(Named::name)
        .extracting(Name::host)
        .isEqualTo("bank.example.com");
  }

  @Test
  void ofOthersOfOneServiceWhatAFlowSaidItselfComesFirst() {
    names.learn(LAPTOP, SERVER, new Name("a.example.com", NameSource.SNI), START);
    names.learn(answer(START + 1, TABLET, "b.example.com", "198.51.100.1"));
    assertThat(named(PHONE, START + 2))
        .isEqualTo(
            new Named(
                new Name("a.example.com", NameSource.DNS_OTHER), Confidence.OTHERS_ONE_SERVICE));
  }

  @Test
  void aCertificateNamesWhatNobodyAskedFor() {
    names.learn(certificate(START, "a.example.com"));
    assertThat(named(PHONE, START))
        .isEqualTo(
            new Named(new Name("a.example.com", NameSource.CERT), Confidence.CERTIFICATE_ALONE));
    names.learn(certificate(START + 1, "*.example.com", "example.com"));
    assertThat(named(PHONE, START + 1))
        .isEqualTo(
            new Named(
                new Name("*.example.com", NameSource.CERT), Confidence.CERTIFICATE_ONE_SERVICE));
    names.learn(answer(START + 2, LAPTOP, "b.example.com", "198.51.100.1"));
    assertThat(name(PHONE, SERVER, START + 2))
        .isEqualTo(new Name("b.example.com", NameSource.DNS_OTHER));
  }

  @Test
  void aCertificateNamesNothingForThoseItWasNotShownTo() {
    names.learn(certificate(START, "a.example.com"));
    assertThat(named(TABLET, START)).isNull();
  }

  @Test
  void anAmbiguousMemoryNamesNothing() {
    names.learn(PHONE, SERVER, new Name("a.example.com", NameSource.SNI), START);
    names.learn(PHONE, SERVER, new Name("b.example.com", NameSource.SNI), START + 1);
    assertThat(confidence(START + 2)).isEqualTo(Confidence.MEMORY_ONE_SERVICE);
    names.learn(PHONE, SERVER, new Name("c.example.org", NameSource.SNI), START + 3);
    assertThat(named(PHONE, START + 4)).isNull();
  }

  @Test
  void aCertificateOfSeveralServicesNamesNothing() {
    names.learn(certificate(START, "a.example.com", "b.example.org"));
    assertThat(named(PHONE, START)).isNull();
  }

  @Test
  void aPointerNamesProvisionally() {
    names.learn(pointer("www.example.com"));
    assertThat(named(PHONE, START))
        .isEqualTo(new Named(new Name("www.example.com", NameSource.PTR), Confidence.POINTER));
    names.learn(certificate(START, "a.example.org"));
    assertThat(name(PHONE, SERVER, START)).isEqualTo(new Name("a.example.org", NameSource.CERT));
  }

  @Test
  void whereAMachineIsHostedNamesNothing() {
    for (String host :
        List.of(
            "ec2-198-51-100-1.compute-1.amazonaws.com",
            "fra16s50-in-f14.1e100.net",
            "a198-51-100-1.deploy.static.akamaitechnologies.com",
            "static.1.100.51.198.clients.example.com",
            "pc6336401.dip0.example.net")) {
      names.learn(pointer(host));
      assertThat(named(PHONE, START)).as(host).isNull();
    }
  }

  private static Claim certificate(long time, String... hosts) {
    return new Claim(time, PHONE, SERVER, List.of(hosts), NameSource.CERT);
  }

  private static Claim pointer(String host) {
    return new Claim(START, LAPTOP, SERVER, List.of(host), NameSource.PTR);
  }

  @Test
  void blockedNamesNameNothing() {
    String[] sinkholes = {"0.0.0.0", "::", "127.0.0.1", "::1", "224.0.0.251", "ff02::fb"};
    names.learn(answer(START, PHONE, "ads.example.com", sinkholes));
    for (String sinkhole : sinkholes) {
      assertThat(name(PHONE, IpAddress.parse(sinkhole), START)).as(sinkhole).isNull();
    }
  }

  @Test
  void aPublicNameNamesNoPrivateAddress() {
    String[] locals = {
      "10.0.0.1",
      "172.16.0.1",
      "172.31.0.1",
      "192.168.1.1",
      "169.254.0.1",
      "100.64.0.1",
      "fd00::1",
      "fe80::1"
    };
    names.learn(answer(START, PHONE, "rebind.example.com", locals));
    names.learn(answer(START, LAPTOP, "nas.home.arpa", locals));
    for (String local : locals) {
      assertThat(name(LAPTOP, IpAddress.parse(local), START))
          .as(local)
          .isEqualTo(new Name("nas.home.arpa", NameSource.DNS));
      assertThat(names.candidates(IpAddress.parse(local))).as(local).hasSize(1);
    }
    names.learn(answer(START, PHONE, "a.example.com", "172.32.0.1", "100.128.0.1", "11.0.0.1"));
    for (String global : List.of("172.32.0.1", "100.128.0.1", "11.0.0.1")) {
      assertThat(name(PHONE, IpAddress.parse(global), START)).as(global).isNotNull();
    }
  }

  @Test
  void listsCandidatesNewestFirst() {
    names.learn(answer(START, PHONE, "a.example.test", "198.51.100.1"));
    names.learn(answer(START + 1, PHONE, "a.example.test", "198.51.100.1"));
    names.learn(answer(START + 2, PHONE, "b.example.test", "198.51.100.1"));
    names.learn(answer(START + 3, PHONE, "a.example.test", "198.51.100.1"));
    names.learn(answer(START + 4, LAPTOP, "a.example.test", "198.51.100.1"));
    assertThat(names.candidates(SERVER))
        .containsExactly(
            new Candidate(LAPTOP, "a.example.test", NameSource.DNS, START + 4, 1),
            new Candidate(PHONE, "a.example.test", NameSource.DNS, START + 3, 3),
            new Candidate(PHONE, "b.example.test", NameSource.DNS, START + 2, 1));
    assertThat(names.candidates(IpAddress.parse("198.51.100.9"))).isEmpty();
  }

  @Test
  void forgetsThePairThatWasTaughtLeastRecently() {
    Names small = new Names(2);
    small.learn(answer(START, PHONE, "a.example.test", "198.51.100.1"));
    small.learn(answer(START, PHONE, "b.example.test", "198.51.100.2"));
    small.learn(answer(START, PHONE, "a.example.test", "198.51.100.1"));
    small.learn(answer(START, PHONE, "c.example.test", "198.51.100.3"));
    assertThat(name(small, PHONE, IpAddress.parse("198.51.100.2"), START)).isNull();
    assertThat(small.candidates(IpAddress.parse("198.51.100.2"))).isEmpty();
    assertThat(name(small, PHONE, SERVER, START)).isNotNull();
    assertThat(small.evicted()).isEqualTo(1);
  }

  @Test
  void boundsTheNamesOfOneAddress() {
    for (int i = 0; i < 1_000; i++) {
      names.learn(answer(START + i, PHONE, "n" + i + ".example.test", "198.51.100.1"));
    }
    assertThat(names.candidates(SERVER)).hasSize(16);
    assertThat(name(PHONE, SERVER, START + 2_000))
        .isEqualTo(new Name("n999.example.test", NameSource.DNS));
  }
}
