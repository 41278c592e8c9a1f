package org.ikisaki.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the answers to a resolver that asks for all are worth to each. */
class SharedAnswersTest {
  private static final String PHONE = "02:00:00:00:00:01";
  private static final String RESOLVER = "02:00:00:00:00:02";
  private static final IpAddress SERVER = IpAddress.parse("198.51.100.1");
  private static final long SECOND = 1_000_000_000L;
  private static final long START = 1_700_000_000L * SECOND;

  private final Names names = new Names();

  @Test
  void theResolversAnswerNamesWhatOthersConnectTo() {
    answer(START, RESOLVER, "a.example.test");
    names.shareAnswersOf(RESOLVER);
    assertThat(name(START + SECOND)).isEqualTo(new Name("a.example.test", NameSource.DNS_SHARED));
    assertThat(names.isAnswered(PHONE, SERVER, START + SECOND)).isTrue();
  }

  @Test
  void withoutOneItIsAnotherDevices() {
    answer(START, RESOLVER, "a.example.test");
    names.shareAnswersOf(RESOLVER);
    names.shareAnswersOf(null);
    assertThat(name(START + SECOND)).isEqualTo(new Name("a.example.test", NameSource.DNS_OTHER));
    assertThat(names.isAnswered(PHONE, SERVER, START + SECOND)).isFalse();
  }

  @Test
  void aDevicesOwnAnswerComesFirst() {
    answer(START, PHONE, "own.example.test");
    answer(START + SECOND, RESOLVER, "a.example.test");
    names.shareAnswersOf(RESOLVER);
    assertThat(name(START + 2 * SECOND)).isEqualTo(new Name("own.example.test", NameSource.DNS));
  }

  @Test
  void ofWhatADeviceKnewEarlierAndTheResolversAnswerTheLaterCounts() {
    names.learn(PHONE, SERVER, new Name("own.example.test", NameSource.SNI), START);
    answer(START + SECOND, RESOLVER, "a.example.test");
    names.shareAnswersOf(RESOLVER);
    assertThat(name(START + 2 * SECOND))
        .isEqualTo(new Name("a.example.test", NameSource.DNS_SHARED));

    names.learn(PHONE, SERVER, new Name("own.example.test", NameSource.SNI), START + 3 * SECOND);
    assertThat(name(START + 4 * SECOND))
        .isEqualTo(new Name("own.example.test", NameSource.PERSISTED));
  }

  @Test
  void anAnswerIsGoodForADayAndTenSecondsBefore() {
    answer(START, PHONE, "own.example.test");
    assertThat(names.isAnswered(PHONE, SERVER, START - 10 * SECOND)).isTrue();
    assertThat(names.isAnswered(PHONE, SERVER, START - 11 * SECOND)).isFalse();
    assertThat(names.isAnswered(PHONE, SERVER, START + 86_399 * SECOND)).isTrue();
    assertThat(names.isAnswered(PHONE, SERVER, START + 86_400 * SECOND)).isFalse();
  }

  @Test
  void whatAFlowSaysOfItselfIsNoAnswer() {
    names.learn(PHONE, SERVER, new Name("own.example.test", NameSource.SNI), START);
    assertThat(names.isAnswered(PHONE, SERVER, START + SECOND)).isFalse();
  }

  private @Nullable Name name(long time) {
    Named named = names.lookup(PHONE, SERVER, time, host -> host);
    return named == null ? null : named.name();
  }

  private void answer(long time, String client, String name) {
    names.learn(
        new DnsAnswer(
            time,
            client,
            IpAddress.parse("192.0.2.10"),
            IpAddress.parse("192.0.2.1"),
            name,
            "udp",
            true,
            0,
            List.of(),
            List.of(SERVER)));
  }
}
