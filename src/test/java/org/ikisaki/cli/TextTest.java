package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void bytesHaveThreeDigits() {
    assertThat(Text.bytes(0)).isEqualTo("0 B");
    assertThat(Text.bytes(999)).isEqualTo("999 B");
    assertThat(Text.bytes(1_000)).isEqualTo("1.00 kB");
    assertThat(Text.bytes(12_345)).isEqualTo("12.3 kB");
    assertThat(Text.bytes(123_456)).isEqualTo("123 kB");
    assertThat(Text.bytes(999_499)).isEqualTo("999 kB");
    assertThat(Text.bytes(999_500)).isEqualTo("1.00 MB");
    assertThat(Text.bytes(Long.MAX_VALUE)).isEqualTo("9223 PB");
  }

  @Test
  void nothingThatSteersATerminalGetsThrough() {
    assertThat(Text.safe("a\u001b[31mb\r\nc\u009bd\u202ee\u2028f\u007fg\ud800h"))
        .isEqualTo("a?[31mb??c?d?e?f?g?h");
    assertThat(Text.safe("日本語 ünïcode 🏠")).isEqualTo("日本語 ünïcode 🏠");
  }

  @Test
  void randomTextNeverHoldsControls() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      String text =
          random
              .ints(20, 0, Character.MAX_VALUE + 1)
              .collect(StringBuilder::new, (b, c) -> b.append((char) c), StringBuilder::append)
              .toString();
      assertThat(Text.safe(text).codePoints())
          .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    }
  }

  @Test
  void tablesAlignAndCut() {
    Table table = new Table(Table.left("NAME"), Table.right("BYTES"));
    table.add("a", "10");
    table.add("x".repeat(70), "2");
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    table.print(out);
    assertThat(text.toString().lines())
        .containsExactly(
            "NAME" + " ".repeat(58) + "BYTES",
            "a" + " ".repeat(64) + "10",
            "x".repeat(59) + "…" + " ".repeat(6) + "2");
  }
}
