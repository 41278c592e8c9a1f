package org.ikisaki.naming;

import static org.assertj.core.api.Assertions.assertThat;

import org.ikisaki.naming.EncryptedDns.Kind;
import org.ikisaki.naming.EncryptedDns.Sighting;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncryptedDnsTest {
  private static final int TCP = 6;
  private static final int UDP = 17;

  private final EncryptedDns known = EncryptedDns.known();

  @ParameterizedTest
  @CsvSource({
    "6, 853, 203.0.113.53, , DOT, 203.0.113.53",
    "6, 853, 203.0.113.53, dns.example.org, DOT, dns.example.org",
    "6, 853, 203.0.113.53, dns.google, DOT, Google",
    "6, 853, 9.9.9.9, , DOT, Quad9",
    "17, 853, 203.0.113.53, abc123.d.adguard-dns.com, DOQ, AdGuard DNS",
    "6, 443, 203.0.113.53, dns.google, DOH, Google",
    "17, 443, 203.0.113.53, chrome.cloudflare-dns.com, DOH, Cloudflare",
    "6, 443, 2620:fe::fe, , DOH, Quad9",
    "17, 443, 203.0.113.54, mask.icloud.com, RELAY, iCloud Private Relay",
    "6, 443, 203.0.113.54, mask-h2.icloud.com, RELAY, iCloud Private Relay"
  })
  void aConnectionIsKnownByPortNameOrAddress(
      int protocol, int port, String address, @Nullable String host, Kind kind, String server) {
    assertThat(known.ofConnection(protocol, port, IpAddress.parse(address), host))
        .isEqualTo(new Sighting(kind, server));
  }

  @ParameterizedTest
  @CsvSource({
    "6, 443, 1.1.1.1, www.example.com",
    "6, 443, 203.0.113.1, google.com",
    "6, 443, 203.0.113.1, www.quad9.net",
    "6, 443, 203.0.113.1, d.adguard-dns.com",
    "6, 443, 203.0.113.1, notdns.google",
    "6, 443, 203.0.113.1, ",
    "6, 80, 8.8.8.8, ",
    "17, 53, 8.8.8.8, dns.google",
    "132, 853, 203.0.113.1, "
  })
  void othersAreNot(int protocol, int port, String address, @Nullable String host) {
    assertThat(known.ofConnection(protocol, port, IpAddress.parse(address), host)).isNull();
  }

  @Test
  void questionsInTheClearAreSigns() {
    assertThat(known.ofQuestion("use-application-dns.net"))
        .isEqualTo(new Sighting(Kind.QUESTION, "Firefox's canary"));
    assertThat(known.ofQuestion("_dns.resolver.arpa"))
        .isEqualTo(new Sighting(Kind.QUESTION, "discovery of designated resolvers"));
    assertThat(known.ofQuestion("dns.google")).isEqualTo(new Sighting(Kind.LOOKUP, "Google"));
    assertThat(known.ofQuestion("mask.icloud.com"))
        .isEqualTo(new Sighting(Kind.LOOKUP, "iCloud Private Relay"));
    assertThat(known.ofQuestion("www.example.com")).isNull();
  }

  @Test
  void onlyWhatIsUsedIsUse() {
    assertThat(Kind.values())
        .filteredOn(Kind::isUse)
        .containsExactly(Kind.DOT, Kind.DOQ, Kind.DOH, Kind.RELAY);
    for (Kind kind : Kind.values()) {
      assertThat(Kind.of(kind.label())).isEqualTo(kind);
    }
  }

  @Test
  void tcpAndUdpAreToldApartOnTheEncryptedPort() {
    IpAddress server = IpAddress.parse("203.0.113.53");
    assertThat(known.ofConnection(TCP, 853, server, null)).extracting("kind").isEqualTo(Kind.DOT);
    assertThat(known.ofConnection(UDP, 853, server, null)).extracting("kind").isEqualTo(Kind.DOQ);
  }
}
