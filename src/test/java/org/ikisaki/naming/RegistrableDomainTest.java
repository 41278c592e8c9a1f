package org.ikisaki.naming;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrableDomainTest {
  @ParameterizedTest
  @CsvSource({
    "a.b.example.com, example.com",
    "www.example.co.uk, example.co.uk",
    "example.com, example.com",
    "d1.cloudfront.net, cloudfront.net",
    "bucket.s3.amazonaws.com, amazonaws.com"
  })
  void isWhatWasRegistered(String host, String domain) {
    assertThat(RegistrableDomain.of(host)).isEqualTo(domain);
  }

  @ParameterizedTest
  @CsvSource({
    "co.uk, co.uk",
    "a\\032b.example.com, example.com",
    "x.y.nosuchtoplevel, y.nosuchtoplevel",
    "., .",
    "'', ''"
  })
  void isTheLastTwoLabelsWhereTheListCannotHelp(String host, String domain) {
    assertThat(RegistrableDomain.of(host)).isEqualTo(domain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"printer", "printer.local", "nas.kitchen.home.arpa", "box.lan"})
  void namesOfTheHouseholdAreAtHome(String host) {
    assertThat(RegistrableDomain.isAtHome(host)).isTrue();
    assertThat(RegistrableDomain.isPublic(host)).isFalse();
  }

  @Test
  void publicNamesAreNot() {
    assertThat(RegistrableDomain.isAtHome("www.example.com")).isFalse();
    assertThat(RegistrableDomain.isPublic("www.example.com")).isTrue();
    assertThat(RegistrableDomain.isPublic("www.nosuchtoplevel")).isFalse();
  }
}
