package org.ikisaki.trace.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameHintsTest {
  private static final NameHints HINTS = new NameHints(Gazetteer.load());

  @ParameterizedTest
  @CsvSource({
    "ae-2.r24.frnkge13.de.bb.gin.ntt.net, Frankfurt am Main",
    "be3363.ccr42.jfk02.atlas.cogentco.com, New York City",
    "ffm-bb1-link.ip.twelve99.net, Frankfurt am Main",
    "s-bb2-link.ip.twelve99.net, Stockholm",
    "100ge10-1.core1.ash1.he.net, Ashburn",
    "if-ae-2-2.tcore1.l78-london.as6453.net, London",
    "ae1.mx1.vie.at.geant.net, Vienna",
    "core1.sanjose.ca.example.net, San Jose",
    "xe-1.cr2.new-york.ny.us.example.net, New York City",
    "uk-lon01b-ri1-ae-24-0.aorta.net, London",
    "oslo-gw1.uninett.no, Oslo",
    "f-ed11-i.f.de.net.dtag.de, Frankfurt am Main",
    "r01.tokyjp05.jp.bb.gin.ntt.net, Tokyo",
    "defra1-core.example.net, Frankfurt am Main"
  })
  void aNameTellsItsCity(String name, String city) {
    assertThat(HINTS.of(name)).isNotEmpty();
    assertThat(HINTS.of(name).get(0).location().city()).isEqualTo(city);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "core1.edge.example.net",
        "ae-3.lag12.vlan100.gw.example.com",
        "dyn-pool-12.dsl.example.net",
        "192-0-2-1.example.org",
        "",
        ".",
        "...",
        "-",
        "a",
        "example.net",
        "lo0.ccr01.example.net"
      })
  void whatSaysNoPlaceHasNoHint(String name) {
    assertThat(HINTS.of(name)).isEmpty();
  }

  @Test
  void longAndHostileNamesAreHarmless() {
    assertThat(HINTS.of("x".repeat(100_000))).isEmpty();
    assertThat(HINTS.of("fra.".repeat(60) + "net")).hasSizeLessThan(5);
    assertThat(HINTS.of("\u0000\u202efra1.<b>.example.net").size()).isLessThan(3);
  }

  @Test
  void aStateTellsCitiesOfOneNameApart() {
    List<Hint> hints = HINTS.of("cr1.portland.me.example.net");

    assertThat(hints.get(0).location().longitude()).isBetween(-71.0, -70.0);
    assertThat(hints.get(0).agrees()).isTrue();
  }
}
