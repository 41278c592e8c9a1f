package org.ikisaki.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InfluxQlTest {
  @Test
  void namesAndTextsCannotLeaveTheirQuotes() {
    assertThat(InfluxQl.identifier("a\"; DROP DATABASE b\\"))
        .isEqualTo("\"a\\\"; DROP DATABASE b\\\\\"");
    assertThat(InfluxQl.literal("it's\n\\")).isEqualTo("'it\\'s\\n\\\\'");
  }
}
