package org.ikisaki.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiteralsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "cdn-*.example.org; .example.org; .example.org",
        "*video*; video; ''",
        "a?bcd; bcd; bcd",
        "/^tv[0-9]+\\.example\\.org$/; .example.org; .example.org",
        "/Video/; video; ''",
        "/ab+c/; ab; ''",
        "/abc?d/; ab; ''",
        "/abc{0,2}d/; ab; ''",
        "/abc*$/; ab; ''",
        "/ab(cdef)?gh/; ab; ''",
        "/(ab[)]c)d/; d; ''",
        "/[]abc]d/; d; ''",
        "/[[:alpha:]x]d/; d; ''",
        "/[^\\]abc]d/; ''; ''",
        "/ab|cd/; ''; ''",
        "/(?s)ab/; ''; ''",
        "/a\\Qb*\\E/; ''; ''",
        "/a\\x62c/; ''; ''",
        "/a\\dbc$/; bc; bc",
        "/.*/; ''; ''",
        "/k\u00e4se/; se; ''"
      })
  void ofAPatternTheLongestAndTheLast(String written, String longest, String ending) {
    Pattern pattern = HostPatterns.parse(written);
    assertThat(Literals.longest(pattern)).isEqualTo(longest);
    assertThat(Literals.ending(pattern)).isEqualTo(ending);
  }

  @Test
  void textsAreFoundInsideOfEachOther() {
    LiteralAutomaton automaton =
        new LiteralAutomaton(List.of("he", "she", "his", "hers", "", "e", "he"));
    assertThat(found(automaton, "ushers")).containsExactly(0, 1, 3, 5, 6);
    assertThat(found(automaton, "hi.shis")).containsExactly(2);
    assertThat(found(automaton, "")).isEmpty();
    assertThat(found(automaton, "xyz")).isEmpty();
  }

  private static int[] found(LiteralAutomaton automaton, String name) {
    BitSet found = new BitSet();
    automaton.find(name, found);
    return found.stream().toArray();
  }
}
