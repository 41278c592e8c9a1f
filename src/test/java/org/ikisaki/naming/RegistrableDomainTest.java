package org.ikisaki.naming;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RegistrableDomainTest {
  @Test
  void findsWhatWasRegistered() {
    assertThat(RegistrableDomain.of("a.b.example.com")).isEqualTo("example.com");
    assertThat(RegistrableDomain.of("www.example.co.uk")).isEqualTo("example.co.uk");
    assertThat(RegistrableDomain.of("example.com")).isEqualTo("example.com");
  }

  @Test
  void leavesNamesAtHomeAsTheyAre() {
    assertThat(RegistrableDomain.of("printer.local")).isEqualTo("printer.local");
    assertThat(RegistrableDomain.of("nas.kitchen.home.arpa")).isEqualTo("nas.kitchen.home.arpa");
    assertThat(RegistrableDomain.of("printer")).isEqualTo("printer");
  }

  @Test
  void leavesWhatHasNoRegistrableDomainAsItIs() {
    assertThat(RegistrableDomain.of("co.uk")).isEqualTo("co.uk");
    assertThat(RegistrableDomain.of("192.0.2.1")).isEqualTo("192.0.2.1");
    assertThat(RegistrableDomain.of("2001:db8::1")).isEqualTo("2001:db8::1");
    assertThat(RegistrableDomain.of("a\\032b.example.com")).isEqualTo("a\\032b.example.com");
    assertThat(RegistrableDomain.of(".")).isEqualTo(".");
    assertThat(RegistrableDomain.of("")).isEqualTo("");
  }
}
