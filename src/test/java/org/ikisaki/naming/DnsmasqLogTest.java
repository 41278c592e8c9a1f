package org.ikisaki.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DnsmasqLogTest {
  private static final long SECOND = 1_000_000_000L;

  private final DnsmasqLog log = new DnsmasqLog();
  private final List<DnsAnswer> answers = new ArrayList<>();
  private long now = 1_800_000_000L * SECOND;

  @Test
  void anAnswerIsTheirsWhoAsked() {
    say("query[A] www.example.com from 192.168.1.5");
    say("forwarded www.example.com to 192.0.2.53");
    say("reply www.example.com is 203.0.113.7");
    say("reply www.example.com is 203.0.113.8");

    assertThat(told()).containsExactly("192.168.1.5 www.example.com 203.0.113.7 203.0.113.8");
  }

  @Test
  void theNameThatWasAskedForIsKeptThroughAliases() {
    say("query[AAAA] WWW.Example.com from 2001:db8::5");
    say("cached WWW.Example.com is <CNAME>");
    say("forwarded www.example.com to 192.0.2.53");
    say("reply www.example.com is <CNAME>");
    say("reply cdn.example.net is <CNAME>");
    say("reply edge.example.org is 2001:db8:1::7");

    assertThat(told()).containsExactly("2001:db8::5 www.example.com 2001:db8:1::7");
    assertThat(answers.get(0).cnames()).containsExactly("cdn.example.net", "edge.example.org");
  }

  @Test
  void allWhoAskedInTheLastSecondsGetTheAnswer() {
    say("query[A] www.example.com from 192.168.1.5");
    now += 8 * SECOND;
    say("query[A] www.example.com from 192.168.1.6");
    now += 3 * SECOND;
    say("reply www.example.com is 203.0.113.7");

    assertThat(told()).containsExactly("192.168.1.6 www.example.com 203.0.113.7");
  }

  @Test
  void answersThatFollowEachOtherAreToldApart() {
    say("query[A] one.example.com from 192.168.1.5");
    say("query[A] two.example.com from 192.168.1.6");
    say("reply two.example.com is 203.0.113.8");
    say("reply one.example.com is 203.0.113.7");

    assertThat(told())
        .containsExactly(
            "192.168.1.6 two.example.com 203.0.113.8", "192.168.1.5 one.example.com 203.0.113.7");
  }

  @Test
  void aSerialNumberTellsWhoAskedForSure() {
    say("1 192.168.1.5/40123 query[A] www.example.com from 192.168.1.5");
    say("2 192.168.1.6/40124 query[A] www.example.com from 192.168.1.6");
    say("1 192.168.1.5/40123 reply www.example.com is <CNAME>");
    say("1 192.168.1.5/40123 reply edge.example.net is 203.0.113.7");
    say("2 192.168.1.6/40124 reply www.example.com is <CNAME>");
    say("2 192.168.1.6/40124 reply edge.example.net is 203.0.113.8");

    assertThat(told())
        .containsExactly(
            "192.168.1.5 www.example.com 203.0.113.7", "192.168.1.6 www.example.com 203.0.113.8");
  }

  @Test
  void anAnswerThatNobodyAskedForIsNobodys() {
    say("reply www.example.com is 203.0.113.7");
    say("query[A] other.example.com from 192.168.1.5");
    say("reply www.example.com is 203.0.113.7");
    assertThat(told()).isEmpty();
  }

  @Test
  void whatIsBlockedOrKnownFromFilesNamesNothing() {
    say("query[A] ads.example.com from 192.168.1.5");
    say("gravity blocked ads.example.com is 0.0.0.0");
    say("query[A] nas.example.com from 192.168.1.5");
    say("/etc/hosts nas.example.com is 203.0.113.9");
    say("query[A] bad.example.com from 192.168.1.5");
    say("reply bad.example.com is 0.0.0.0");

    told();
    assertThat(answers).allSatisfy(answer -> assertThat(answer.named()).isEmpty());
  }

  @Test
  void linesThatGoOnLaterArePartsOfOneAnswer() {
    say("query[A] www.example.com from 192.168.1.5");
    say("reply www.example.com is <CNAME>");
    log.flush(answers::add);
    say("reply edge.example.net is 203.0.113.7");
    log.flush(answers::add);
    say("reply edge.example.net is 203.0.113.8");

    assertThat(told())
        .containsExactly(
            "192.168.1.5 www.example.com 203.0.113.7", "192.168.1.5 www.example.com 203.0.113.8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "query[A] www.example.com",
        "query[A] www.example.com from nobody",
        "reply www.example.com is",
        "cached www.example.com",
        "99999999999999999999 not-an-address/1 reply www.example.com is 203.0.113.7"
      })
  void whatShouldBeAQuestionOrAnAnswerAndIsNoneIsSaidSo(String text) {
    assertThat(log.read("Nov 23 08:56:37 dnsmasq[1]: " + text, now, answers::add)).isFalse();
    assertThat(told()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Nov 23 08:56:37 kernel: hello",
        "Nov 23 08:56:37 dnsmasq-dhcp[1]: DHCPACK(eth0) 192.168.1.5 02:00:00:00:00:05 laptop",
        "Nov 23 08:56:37 dnsmasq[1]: reply error is REFUSED",
        "Nov 23 08:56:37 dnsmasq[1]: query[A] . from 192.168.1.5",
        "Nov 23 08:56:37 dnsmasq[1]: started, version 2.90 cachesize 150"
      })
  void whatIsNoQuestionOrAnswerIsLetPass(String line) {
    assertThat(log.read(line, now, answers::add)).isTrue();
    assertThat(told()).isEmpty();
  }

  @Test
  void aFloodOfNamesIsForgottenTheOldestFirst() {
    say("query[A] first.example.com from 192.168.1.5");
    for (int i = 0; i < 1_024; i++) {
      say("query[A] x" + i + ".example.com from 192.168.1.5");
    }
    say("reply first.example.com is 203.0.113.7");
    say("reply x1023.example.com is 203.0.113.8");
    assertThat(told()).containsExactly("192.168.1.5 x1023.example.com 203.0.113.8");
  }

  @Test
  void whateverIsWrittenItGoesOn() {
    Random random = new Random(1);
    String alphabet = "qury[A] replycached is<CNAME>from 192.168.1.5/dnsmasq[1]: \u0000\u00ff.";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder line = new StringBuilder(i % 2 == 0 ? "dnsmasq[1]: " : "");
      for (int j = random.nextInt(60); j > 0; j--) {
        line.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      log.read(line.toString(), now, answers::add);
    }
    answers.clear();
    anAnswerIsTheirsWhoAsked();
  }

  private void say(String text) {
    assertThat(log.read("Nov 23 08:56:37 dnsmasq[10964]: " + text, now, answers::add))
        .as(text)
        .isTrue();
  }

  private List<String> told() {
    log.flush(answers::add);
    return answers.stream()
        .map(
            answer ->
                answer.client()
                    + " "
                    + answer.queryName()
                    + " "
                    + String.join(" ", answer.addresses().stream().map(Object::toString).toList()))
        .toList();
  }
}
