package org.ikisaki.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.ikisaki.naming.Names.Candidate;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.Test;

final class NamesTest {
  private static final String PHONE = "02:00:00:00:00:01";
  private static final String LAPTOP = "02:00:00:00:00:02";
  private static final IpAddress SERVER = IpAddress.parse("198.51.100.1");
  private static final long SECOND = 1_000_000_000L;
  private static final long START = 1_700_000_000L * SECOND;

  private final Names names = new Names();

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
    assertThat(names.lookup(PHONE, SERVER, START)).isEqualTo(expected);
    assertThat(names.lookup(PHONE, IpAddress.parse("198.51.100.2"), START + 1)).isEqualTo(expected);
    assertThat(names.lookup(PHONE, IpAddress.parse("198.51.100.3"), START)).isNull();
  }

  @Test
  void takesTheNewestAnswerBeforeTheFlow() {
    names.learn(answer(START, PHONE, "a.example.test", "198.51.100.1"));
    names.learn(answer(START + 5 * SECOND, PHONE, "b.example.test", "198.51.100.1"));
    assertThat(names.lookup(PHONE, SERVER, START + SECOND))
        .isEqualTo(new Name("a.example.test", NameSource.DNS));
    assertThat(names.lookup(PHONE, SERVER, START + 6 * SECOND))
        .isEqualTo(new Name("b.example.test", NameSource.DNS));
  }

  @Test
  void acceptsAnAnswerThatCameTenSecondsLateAtMost() {
    names.learn(answer(START, PHONE, "a.example.test", "198.51.100.1"));
    assertThat(names.lookup(PHONE, SERVER, START - 10 * SECOND)).isNotNull();
    assertThat(names.lookup(PHONE, SERVER, START - 10 * SECOND - 1)).isNull();
  }

  @Test
  void fallsBackToAnotherDevicesAnswerForADay() {
    names.learn(answer(START, LAPTOP, "a.example.test", "198.51.100.1"));
    assertThat(names.lookup(PHONE, SERVER, START + 3_600 * SECOND))
        .isEqualTo(new Name("a.example.test", NameSource.DNS_OTHER));
    assertThat(names.lookup(PHONE, SERVER, START + 86_400 * SECOND)).isNull();
  }

  @Test
  void anotherDevicesWrongAnswerChangesNobodysName() {
    names.learn(answer(START, PHONE, "bank.example.test", "198.51.100.1"));
    names.learn(answer(START + SECOND, LAPTOP, "evil.example.test", "198.51.100.1"));
    assertThat(names.lookup(PHONE, SERVER, START + 2 * SECOND))
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
    assertThat(names.lookup(PHONE, SERVER, START)).isNull();
    assertThat(names.lookup(LAPTOP, SERVER, START)).isNull();
  }

  @Test
  void whatAFlowCalledItselfNamesLaterOnesOnlyWhereNoAnswerDoes() {
    names.learn(PHONE, SERVER, new Name("sni.example.test", NameSource.SNI), START);
    assertThat(names.lookup(PHONE, SERVER, START))
        .isEqualTo(new Name("sni.example.test", NameSource.PERSISTED));
    names.learn(answer(START, PHONE, "dns.example.test", "198.51.100.1"));
    assertThat(names.lookup(PHONE, SERVER, START))
        .isEqualTo(new Name("dns.example.test", NameSource.DNS));
  }

  @Test
  void anAnswerOfMoreThanADayAgoIsOnlyAMemory() {
    names.learn(answer(START, PHONE, "a.example.test", "198.51.100.1"));
    assertThat(names.lookup(PHONE, SERVER, START + 86_400 * SECOND))
        .isEqualTo(new Name("a.example.test", NameSource.PERSISTED));
  }

  @Test
  void nothingIsKnownForMoreThanThirtyDays() {
    long day = 86_400 * SECOND;
    names.learn(answer(START, PHONE, "a.example.test", "198.51.100.1"));
    assertThat(names.lookup(PHONE, SERVER, START + 30 * day - 1)).isNotNull();
    assertThat(names.lookup(PHONE, SERVER, START + 30 * day)).isNull();
  }

  @Test
  void aFlowThatIsOlderThanAllEvidenceGoesByTheOneNameThatCameLater() {
    names.learn(answer(START, PHONE, "a.example.test", "198.51.100.1"));
    names.learn(PHONE, SERVER, new Name("a.example.test", NameSource.SNI), START + 1);
    assertThat(names.lookup(PHONE, SERVER, START - 60 * SECOND)).isNull();
    assertThat(names.lookupLate(PHONE, SERVER))
        .isEqualTo(new Name("a.example.test", NameSource.DNS_LATE));
    assertThat(names.lookupLate(LAPTOP, SERVER)).isNull();
    names.learn(LAPTOP, SERVER, new Name("a.example.test", NameSource.SNI), START);
    assertThat(names.lookupLate(LAPTOP, SERVER))
        .isEqualTo(new Name("a.example.test", NameSource.PERSISTED));
  }

  @Test
  void ofTwoNamesThatCameLaterItGoesByNeither() {
    names.learn(answer(START, PHONE, "a.example.test", "198.51.100.1"));
    names.learn(answer(START + 1, PHONE, "b.example.test", "198.51.100.1"));
    names.learn(answer(START + 2, PHONE, "a.example.test", "198.51.100.1"));
    assertThat(names.lookupLate(PHONE, SERVER)).isNull();
  }

  @Test
  void blockedNamesNameNothing() {
    String[] sinkholes = {"0.0.0.0", "::", "127.0.0.1", "::1", "224.0.0.251", "ff02::fb"};
    names.learn(answer(START, PHONE, "ads.example.com", sinkholes));
    for (String sinkhole : sinkholes) {
      assertThat(names.lookup(PHONE, IpAddress.parse(sinkhole), START)).as(sinkhole).isNull();
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
      assertThat(names.lookup(LAPTOP, IpAddress.parse(local), START))
          .as(local)
          .isEqualTo(new Name("nas.home.arpa", NameSource.DNS));
      assertThat(names.candidates(IpAddress.parse(local))).as(local).hasSize(1);
    }
    names.learn(answer(START, PHONE, "a.example.com", "172.32.0.1", "100.128.0.1", "11.0.0.1"));
    for (String global : List.of("172.32.0.1", "100.128.0.1", "11.0.0.1")) {
      assertThat(names.lookup(PHONE, IpAddress.parse(global), START)).as(global).isNotNull();
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
    assertThat(small.lookup(PHONE, IpAddress.parse("198.51.100.2"), START)).isNull();
    assertThat(small.candidates(IpAddress.parse("198.51.100.2"))).isEmpty();
    assertThat(small.lookup(PHONE, SERVER, START)).isNotNull();
    assertThat(small.evicted()).isEqualTo(1);
  }

  @Test
  void boundsTheNamesOfOneAddress() {
    for (int i = 0; i < 1_000; i++) {
      names.learn(answer(START + i, PHONE, "n" + i + ".example.test", "198.51.100.1"));
    }
    assertThat(names.candidates(SERVER)).hasSize(16);
    assertThat(names.lookup(PHONE, SERVER, START + 2_000))
        .isEqualTo(new Name("n999.example.test", NameSource.DNS));
  }
}
