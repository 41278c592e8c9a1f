package org.ikisaki.trace.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
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
    "defra1-core.example.net, Frankfurt am Main",
    "rnd03sb-vlan11.example.ru, Rostov-na-Donu",
    "ns-kem252br.ll-kem.example.ru, Kemerovo",
    "as64496.nsw.example.net.au, Sydney",
    "te1-1.c321.f.de.example.net, Frankfurt am Main",
    "cr-ham1-be2.example.de, Hamburg",
    "cr-han2-be2.example.de, Hannover",
    "r1.bhz.example.com.br, Belo Horizonte",
    "xe0-0-2-pta1-p1.example.ac.za, Pretoria",
    "ge-1-2-0.se-sthms001-pe-1.example.net, Stockholm",
    "icar-sttl1-1.infra.example.net, Seattle",
    "clmbk-r9-xe-1-0-1.core.example.net, Columbus",
    "tg9-4.cr01.lsancarc.example.net, Los Angeles",
    "ae-1.rtsw.clev.example.edu, Cleveland",
    "115.static-kolkatta.example.in, Kolkata",
    "ge-0-1-0.bishan.example.com.sg, Singapore",
    "hpr-lax-hpr3--svl-hpr3-100ge.example.net, Los Angeles",
    "buf-9208-i2-clev.example.net, Buffalo",
    "ae1.cr-sargas.lon1.bb.example.com, London",
    "bdr01-ipt-624sgran-lax.us.example.net, Los Angeles",
    "be1.kul.my.example.net, Kuala Lumpur",
    "cr1.man.uk.example.net, Manchester",
    "core1.van.example.ca, Vancouver",
    "sea01-core.mil2.example.com, Milan"
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

  /** Codes of airports all of them, or the beginning of a city's name. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "acc",
        "access",
        "ae",
        "agg",
        "atlas",
        "bank",
        "bar",
        "bb",
        "bdr",
        "be",
        "black",
        "bng",
        "border",
        "bridge",
        "bus",
        "cam",
        "card",
        "cgn",
        "city",
        "core",
        "corp",
        "cust",
        "delta",
        "dist",
        "eagle",
        "edge",
        "env",
        "fab",
        "fish",
        "flow",
        "gig",
        "gin",
        "gold",
        "gw",
        "hall",
        "host",
        "hss",
        "hub",
        "ipt",
        "jan",
        "joe",
        "jupiter",
        "lag",
        "linecard",
        "live",
        "log",
        "man",
        "maple",
        "mars",
        "may",
        "mgw",
        "mid",
        "mob",
        "mon",
        "net",
        "noc",
        "node",
        "oak",
        "odin",
        "oss",
        "pat",
        "per",
        "pine",
        "pop",
        "region",
        "rex",
        "rib",
        "rod",
        "ron",
        "rose",
        "rtr",
        "san",
        "sap",
        "sas",
        "sat",
        "saw",
        "sbc",
        "scr",
        "she",
        "silver",
        "sir",
        "site",
        "sol",
        "spine",
        "srx",
        "star",
        "state",
        "sun",
        "tag",
        "tap",
        "temp",
        "ten",
        "test",
        "thor",
        "tim",
        "tom",
        "toy",
        "trunk",
        "tug",
        "usr",
        "van",
        "vlan",
        "war",
        "was",
        "web",
        "white",
        "win",
        "wolf",
        "xe"
      })
  void aWordOfTheTradeIsNoPlace(String word) {
    assertThat(HINTS.of(word + "1.core9.example.net")).isEmpty();
    assertThat(HINTS.of("ae-1." + word + ".example.net")).isEmpty();
    assertThat(HINTS.of("xe-0-0-0." + word + "-2.pe1.example.com")).isEmpty();
  }

  @Test
  void aCodeOfASmallCityAbroadIsNoneForANationalOperator() {
    assertThat(HINTS.of("rt1.kem1.example.fi")).first().matches(hint -> isIn(hint, "FI"));
    assertThat(HINTS.of("rt1.kem1.example.ru")).first().matches(hint -> isIn(hint, "RU"));
    assertThat(HINTS.of("rt1.kem1.example.net")).isEmpty();
  }

  @Test
  void aCountryBesideACodeExcludesOthers() {
    assertThat(HINTS.of("cr1.hyd.in.example.net")).first().matches(hint -> isIn(hint, "IN"));
    assertThat(HINTS.of("cr1.tyo.fr.example.net")).isEmpty();
  }

  @Test
  void aTopLevelDomainThatAnybodyTakesIsNoCountry() {
    assertThat(HINTS.of("cpt-ter-rs1.example.ac")).first().matches(hint -> isIn(hint, "ZA"));
    assertThat(RouterName.of("r1.example.io").country()).isEmpty();
    assertThat(RouterName.of("r1.example.net.co").country()).isEqualTo("CO");
  }

  private static boolean isIn(Hint hint, String country) {
    return hint.location().country().equals(country);
  }

  @Test
  void longAndHostileNamesAreHarmless() {
    assertThat(HINTS.of("x".repeat(100_000))).isEmpty();
    assertThat(HINTS.of("fra.".repeat(60) + "net")).hasSizeLessThan(5);
    assertThat(HINTS.of("\u0000\u202efra1.<b>.example.net").size()).isLessThan(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..fra..example..net",
        ".example.net",
        "-.-_-.example.net",
        "--fra--.--.example.net.",
        "\ud83d\ude00.\ud800.example.net",
        "FRA1.\u0130STANBUL.example.com.tr",
        "1.2.3.4",
        "::1",
        "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z.example.de",
        "xn--mnchen-3ya.example.de",
        "de.de.de.de",
        "\n\t\r"
      })
  void noNameMakesItFail(String name) {
    assertThatCode(() -> HINTS.of(name)).doesNotThrowAnyException();
    assertThatCode(() -> HINTS.loose(name)).doesNotThrowAnyException();
  }

  /** At most so many words of it are read, each against each city of a country once. */
  @Test
  void aNameOfManyWordsTakesBoundedTime() {
    String name = "b-".repeat(60) + "bcdfg.".repeat(20) + "example.edu";

    assertThat(name.length()).isLessThanOrEqualTo(255);
    assertThat(RouterName.of(name).words()).hasSize(RouterName.MAX_WORDS);
    assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          for (int i = 0; i < 200; i++) {
            HINTS.loose(name);
          }
        });
  }

  @Test
  void aStateTellsCitiesOfOneNameApart() {
    List<Hint> hints = HINTS.of("cr1.portland.me.example.net");

    assertThat(hints.get(0).location().longitude()).isBetween(-71.0, -70.0);
    assertThat(hints.get(0).agrees()).isTrue();
  }
}
