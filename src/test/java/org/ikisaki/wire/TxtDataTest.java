package org.ikisaki.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TxtDataTest {
  private final TxtData texts = new TxtData();

  private void wrap(Bytes data) {
    texts.wrap(data.buffer(), 0, data.size());
  }

  private static Bytes pair(String text) {
    return new Bytes().vector(1, new Bytes().text(text));
  }

  @Test
  void findsTheValueOfAKeyInEitherCase() {
    wrap(pair("txtvers=1").add(pair("MODEL=MacBookPro18,3")).add(pair("flag")).add(pair("e=")));
    assertThat(texts.value("model")).isEqualTo("MacBookPro18,3");
    assertThat(texts.value("flag")).isNull();
    assertThat(texts.value("e")).isNull();
    assertThat(texts.value("mod")).isNull();
  }

  @Test
  void aLengthThatLeavesTheDataEndsIt() {
    wrap(new Bytes().u8(200).text("model=x"));
    assertThat(texts.value("model")).isNull();
    wrap(new Bytes());
    assertThat(texts.value("model")).isNull();
  }
}
