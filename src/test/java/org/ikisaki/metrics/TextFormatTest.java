package org.ikisaki.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.ikisaki.metrics.TextFormat.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the judge of our text is one. */
class TextFormatTest {
  private static final String HEAD = "# HELP a_total Help.\n# TYPE a_total counter\n";

  @Test
  void readsWhatIsRight() {
    assertThat(TextFormat.read(HEAD + "a_total{x=\"1\\n\\\"\\\\\",y=\"\"} 2.5E10\n"))
        .containsExactly(new Sample("a_total", Map.of("x", "1\n\"\\", "y", ""), 2.5e10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a_total 1\n",
        HEAD + "a_total 1",
        HEAD + "a_total 1\na_total 2\n",
        HEAD + "a_total{x=\"1\"} 1\na_total{x=\"1\"} 2\n",
        HEAD + "a_total{x=\"1\",x=\"2\"} 1\n",
        HEAD + "a_total{x=\"\\t\"} 1\n",
        HEAD + "a_total{1x=\"\"} 1\n",
        HEAD + "a_total{x=\"1\"y=\"2\"} 1\n",
        HEAD + "a_total{x=\"1\"}  x\n",
        HEAD + "b_total 1\n",
        HEAD + "# TYPE a_total counter\n",
        HEAD + "# HELP b Help.\n# TYPE b gauge\nb 1\n# HELP a_total Help.\n",
        "# TYPE a counter\na 1\n",
        "# SOMETHING\n",
      })
  void refusesWhatIsNot(String text) {
    assertThatThrownBy(() -> TextFormat.read(text))
        .isInstanceOfAny(AssertionError.class, NumberFormatException.class);
  }
}
