package org.ikisaki.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.ikisaki.wire.Bytes;
import org.ikisaki.wire.DnsBytes;
import org.ikisaki.wire.HelloBytes;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.Test;

final class DnsObserverTest {
  private static final int DNS = 53;
  private static final IpAddress ADDRESS = IpAddress.parse("203.0.113.7");

  private final Feed feed = new Feed();

  private DnsAnswer only() {
    List<DnsAnswer> answers = feed.observer.drainAnswers();
    assertThat(answers).hasSize(1);
    return answers.get(0);
  }

  private void ask(int id, String name) {
    feed.datagram(DNS, DnsBytes.query(id).question(name, 1).array());
  }

  private static DnsBytes response(int id, String name) {
    return DnsBytes.response(id).question(name, 1);
  }

  private static byte[] prefixed(byte[]... messages) {
    Bytes stream = new Bytes();
    for (byte[] message : messages) {
      stream.vector(2, new Bytes().add(message));
    }
    return stream.array();
  }

  @Test
  void reportsAnAnswer() {
    ask(7, "A.example.test");
    feed.answer(
        DNS, response(7, "a.Example.test").address("a.example.test", "203.0.113.7").array());
    assertThat(only())
        .isEqualTo(
            new DnsAnswer(
                feed.time(),
                "client",
                Feed.CLIENT,
                Feed.SERVER,
                "a.example.test",
                "udp",
                true,
                0,
                List.of(),
                List.of(ADDRESS)));
    assertThat(feed.observer.drainAnswers()).isEmpty();
  }

  @Test
  void followsTheChainWhateverTheOrderOfTheRecords() {
    ask(7, "a.example.test");
    feed.answer(
        DNS,
        response(7, "a.example.test")
            .address("c.example.test", "203.0.113.7")
            .cname("b.example.test", "c.example.test")
            .cname("a.example.test", "b.example.test")
            .address("c.example.test", "2001:db8::7")
            .array());
    DnsAnswer answer = only();
    assertThat(answer.queryName()).isEqualTo("a.example.test");
    assertThat(answer.cnames()).containsExactly("b.example.test", "c.example.test");
    assertThat(answer.addresses()).containsExactly(ADDRESS, IpAddress.parse("2001:db8::7"));
  }

  @Test
  void leavesOutAddressesThatBelongToAnotherName() {
    ask(7, "a.example.test");
    feed.answer(DNS, response(7, "a.example.test").address("bank.test", "203.0.113.7").array());
    assertThat(only().addresses()).isEmpty();
  }

  @Test
  void survivesAChainThatEndsNowhere() {
    ask(7, "a.example.test");
    feed.answer(
        DNS,
        response(7, "a.example.test")
            .cname("a.example.test", "b.example.test")
            .cname("b.example.test", "a.example.test")
            .array());
    assertThat(only().cnames()).containsExactly("b.example.test");
  }

  @Test
  void takesServiceBindingsForAnswersAndAliases() {
    Bytes alias = new Bytes().u16(0).name("b.example.test");
    Bytes hints = new Bytes().u16(1).u8(0).u16(4).vector(2, new Bytes().add(ADDRESS.toBytes()));
    ask(7, "a.example.test");
    feed.answer(
        DNS,
        response(7, "a.example.test")
            .answer("a.example.test", 65, alias)
            .answer("b.example.test", 65, hints)
            .array());
    DnsAnswer answer = only();
    assertThat(answer.cnames()).containsExactly("b.example.test");
    assertThat(answer.addresses()).containsExactly(ADDRESS);
  }

  @Test
  void anAnswerNobodyAskedForIsUnsolicited() {
    byte[] forged = response(7, "a.example.test").address("a.example.test", "203.0.113.7").array();
    feed.answer(DNS, forged);
    assertThat(only().solicited()).isFalse();
    ask(8, "a.example.test");
    feed.answer(DNS, forged);
    assertThat(only().solicited()).as("another id").isFalse();
    ask(7, "b.example.test");
    feed.answer(DNS, forged);
    assertThat(only().solicited()).as("another question").isFalse();
    ask(7, "a.example.test");
    feed.useServer(IpAddress.parse("198.51.100.66"));
    feed.answer(DNS, forged);
    assertThat(only().solicited()).as("another server").isFalse();
    feed.useServer(Feed.SERVER);
    feed.answer(DNS, forged);
    assertThat(only().solicited()).as("the one that was asked").isTrue();
    feed.answer(DNS, forged);
    assertThat(only().solicited()).as("once more").isFalse();
  }

  @Test
  void takesAnswersAtTheirWordWhereQueriesAreNeverSeen() {
    byte[] answer = response(7, "a.example.test").address("a.example.test", "203.0.113.7").array();
    for (int i = 0; i < 17; i++) {
      feed.answer(DNS, answer);
    }
    List<DnsAnswer> answers = feed.observer.drainAnswers();
    assertThat(answers.subList(0, 16)).noneMatch(DnsAnswer::solicited);
    assertThat(answers.get(16).solicited()).isTrue();
    ask(9, "b.example.test");
    feed.answer(DNS, answer);
    assertThat(only().solicited()).isFalse();
  }

  @Test
  void readsAnswersOverTcpHoweverTheyAreCut() {
    byte[] one = response(1, "a.example.test").address("a.example.test", "203.0.113.7").array();
    byte[] two = response(2, "b.example.test").address("b.example.test", "203.0.113.8").array();
    byte[] stream = prefixed(one, two, one);
    for (int size : List.of(1, 2, 3, 50, stream.length)) {
      feed.useClientPort(10_000 + size);
      feed.segment(DNS, Feed.SYN, 99, new byte[0]);
      feed.reply(DNS, Feed.SYN_ACK, 99, new byte[0]);
      byte[] queries =
          prefixed(
              DnsBytes.query(1).question("a.example.test", 1).array(),
              DnsBytes.query(2).question("b.example.test", 1).array());
      feed.segment(DNS, Feed.ACK, 100, queries);
      for (int at = 0; at < stream.length; at += size) {
        int end = Math.min(stream.length, at + size);
        feed.reply(DNS, Feed.ACK, 100 + at, Arrays.copyOfRange(stream, at, end));
      }
      List<DnsAnswer> answers = feed.observer.drainAnswers();
      assertThat(answers).as("%d", size).hasSize(3);
      assertThat(answers).as("%d", size).allMatch(answer -> answer.over().equals("tcp"));
      assertThat(answers.get(1).queryName()).isEqualTo("b.example.test");
      assertThat(answers.get(1).solicited()).isTrue();
      assertThat(answers.get(2).solicited()).isFalse();
    }
  }

  @Test
  void readsAnswersOverTcpInAnyOrder() {
    byte[] one = response(1, "a.example.test").address("a.example.test", "203.0.113.7").array();
    byte[] stream = prefixed(one, one);
    feed.reply(DNS, Feed.SYN_ACK, 99, new byte[0]);
    feed.reply(DNS, Feed.ACK, 100 + 40, Arrays.copyOfRange(stream, 40, stream.length));
    feed.reply(DNS, Feed.ACK, 100, Arrays.copyOfRange(stream, 0, 40));
    assertThat(feed.observer.drainAnswers()).hasSize(2);
    feed.reply(DNS, Feed.ACK, 100 + stream.length, stream);
    assertThat(feed.observer.drainAnswers()).hasSize(2);
  }

  @Test
  void readsAnAnswerInFragments() {
    DnsBytes longResponse = response(7, "a.example.test");
    for (int i = 0; i < 60; i++) {
      longResponse.address("a.example.test", "203.0.113." + i);
    }
    ask(7, "a.example.test");
    feed.fragmentedAnswer(DNS, longResponse.array(), 512, 99);
    DnsAnswer answer = only();
    assertThat(answer.addresses()).hasSize(60);
    assertThat(answer.solicited()).isTrue();
    assertThat(answer.client()).isEqualTo("client");
  }

  @Test
  void readsAnAnswerWhoseFirstFragmentComesLast() {
    DnsBytes longResponse = response(7, "a.example.test");
    for (int i = 0; i < 60; i++) {
      longResponse.address("a.example.test", "203.0.113." + i);
    }
    feed.fragmentedAnswerInReverse(9_999, new byte[3_000], 512, 98);
    ask(7, "a.example.test");
    feed.fragmentedAnswerInReverse(DNS, longResponse.array(), 512, 99);
    DnsAnswer answer = only();
    assertThat(answer.addresses()).hasSize(60);
    assertThat(answer.solicited()).isTrue();
  }

  @Test
  void holdsFragmentsThatAreTooEarlyForFiveSecondsAndOnlyTheLatest() {
    DnsBytes longResponse = response(7, "a.example.test");
    for (int i = 0; i < 60; i++) {
      longResponse.address("a.example.test", "203.0.113." + i);
    }
    List<Bytes> fragments = feed.fragments(DNS, longResponse.array(), 512, 99);
    feed.play(fragments.get(1));
    feed.pass(5_001);
    feed.play(fragments.get(0));
    assertThat(feed.observer.drainAnswers()).isEmpty();

    List<Bytes> others = feed.fragments(DNS, longResponse.array(), 512, 100);
    feed.play(others.get(1));
    for (int i = 0; i < EarlyFragments.CAPACITY; i++) {
      feed.play(feed.fragments(9_999, new byte[1_000], 512, 1_000 + i).get(1));
    }
    feed.play(others.get(0));
    assertThat(feed.observer.drainAnswers()).isEmpty();
  }

  @Test
  void readsAnAnswerInFragmentsOfIpv6() {
    DnsBytes response = response(7, "a.example.test");
    for (int i = 0; i < 60; i++) {
      response.address("a.example.test", "203.0.113." + i);
    }
    byte[] datagram = Feed.udp(DNS, 50_000, response.array()).array();
    for (int at = 0; at < datagram.length; at += 800) {
      int end = Math.min(datagram.length, at + 800);
      int more = end < datagram.length ? 1 : 0;
      feed.playIpv6(
          44,
          new Bytes()
              .u8(17)
              .u8(0)
              .u16(at | more)
              .u32(99)
              .add(Arrays.copyOfRange(datagram, at, end)));
    }
    assertThat(only().addresses()).hasSize(60);
  }

  @Test
  void countsWhatIsNoMessage() {
    feed.answer(DNS, new byte[] {1, 2, 3, 4, 0, (byte) 255, 0, 0, 0, 0, 0, 0});
    assertThat(feed.observer.unread().malformedDns()).isEqualTo(1);
    assertThat(feed.observer.drainAnswers()).isEmpty();
  }

  @Test
  void boundsTheAnswersBetweenTwoDrains() {
    byte[] answer = response(7, "a.example.test").array();
    for (int i = 0; i < 16_384 + 10; i++) {
      feed.answer(DNS, answer);
    }
    assertThat(feed.observer.unread().droppedAnswers()).isEqualTo(10);
    assertThat(feed.observer.drainAnswers()).hasSize(16_384);
  }

  @Test
  void aPublishedPublicNameIsNoServersName() {
    Name hidden = new Name("cover.example.test", NameSource.ECH_OUTER);
    byte[] record = HelloBytes.record(HelloBytes.hello("cover.example.test"));
    assertThat(feed.segment(443, Feed.ACK, 1, record))
        .isEqualTo(new Name("cover.example.test", NameSource.SNI));

    ask(7, "a.example.test");
    feed.answer(
        DNS,
        response(7, "a.example.test")
            .answer("a.example.test", 65, service("cover.example.test"))
            .answer("a.example.test", 65, service("a.example.test"))
            .array());
    assertThat(feed.segment(443, Feed.ACK, 1, record)).isEqualTo(hidden);
    assertThat(
            feed.segment(443, Feed.ACK, 1, HelloBytes.record(HelloBytes.hello("a.example.test"))))
        .as("a name that stands for itself")
        .isEqualTo(new Name("a.example.test", NameSource.SNI));
    assertThat(
            feed.segment(
                443, Feed.ACK, 1, HelloBytes.record(HelloBytes.hello("cloudflare-ech.com"))))
        .isEqualTo(new Name("cloudflare-ech.com", NameSource.ECH_OUTER));
  }

  @Test
  void theExtensionAloneHidesNothing() {
    Bytes extensions =
        new Bytes()
            .add(HelloBytes.extension(0xfe0d, new Bytes().zeros(200)))
            .add(HelloBytes.serverName("a.example.test"));
    assertThat(feed.segment(443, Feed.ACK, 1, HelloBytes.record(HelloBytes.hello(extensions))))
        .isEqualTo(new Name("a.example.test", NameSource.SNI));
  }

  @Test
  void survivesRandomMessages() {
    Random random = new Random(7);
    byte[] whole =
        response(7, "a.example.test")
            .cname("a.example.test", "b.example.test")
            .address("b.example.test", "203.0.113.7")
            .answer("b.example.test", 65, service("cover.example.test"))
            .array();
    int answers = 0;
    for (int round = 0; round < 100_000; round++) {
      byte[] bytes = whole.clone();
      for (int flips = random.nextInt(4); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      if (round % 2 == 0) {
        feed.answer(DNS, bytes);
      } else {
        feed.pass(50);
        feed.reply(DNS, Feed.ACK, random.nextInt(300), prefixed(bytes));
      }
      answers += feed.observer.drainAnswers().size();
    }
    assertThat(answers).isBetween(1, 100_000);
  }

  private static Bytes service(String publicName) {
    Bytes contents =
        new Bytes()
            .u8(7)
            .u16(0x20)
            .vector(2, new Bytes().zeros(32))
            .vector(2, new Bytes().u32(0x0001_0001))
            .u8(0)
            .vector(1, new Bytes().text(publicName))
            .u16(0);
    Bytes configs = new Bytes().vector(2, new Bytes().u16(0xfe0d).vector(2, contents));
    return new Bytes().u16(1).u8(0).u16(5).vector(2, configs);
  }
}
