package org.ikisaki.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.influxdb.client.domain.WritePrecision;
import com.influxdb.client.write.Point;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTextTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          'Amazon Prime Video', 'Amazon Prime Video'
          'a,b=c d',            'a,b=c d'
          '動画 €',              '動画 €'
          '',                   '(none)'
          '   ',                '(none)'
          'a\\',                 'a?'
          '"quoted"',           '"quoted"'
          """)
  void keepsWhatATagCanHold(String text, String tag) {
    assertThat(SafeText.tag(text)).isEqualTo(tag);
  }

  @Test
  void replacesWhatHasNoWidth() {
    assertThat(SafeText.tag("a\nb\rc\td\0e\u007ff\u0085g")).isEqualTo("a?b?c?d?e?f?g");
    assertThat(SafeText.tag("a\u2028b\u2029c\u202ed")).isEqualTo("a?b?c?d");
    assertThat(SafeText.tag("\ud83d")).isEqualTo("?");
    assertThat(SafeText.tag("\ud83d\ude00")).isEqualTo("\ud83d\ude00");
  }

  @Test
  void isBounded() {
    assertThat(SafeText.tag("x".repeat(100_000))).hasSize(SafeText.MAX_TAG);
  }

  @Test
  void aLineWithAnyTextInItsTagsReadsBackAsItWasMeant() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100_000; i++) {
      String tag = SafeText.tag(HostileText.next(random));
      String line =
          Point.measurement("traffic")
              .addTag("service", tag)
              .addField("bytes_up", 1)
              .time(1_700_000_000L, WritePrecision.S)
              .toLineProtocol();

      assertThat(tag).isNotBlank();
      assertThat(new String(tag.getBytes(UTF_8), UTF_8)).isEqualTo(tag);
      assertThat(readBack(line)).isEqualTo(tag);
    }
  }

  /** A reader of its own: the value of the one tag, when the line is whole. */
  private static String readBack(String line) {
    String head = "traffic,service=";
    String tail = " bytes_up=1i 1700000000";
    assertThat(line).startsWith(head).endsWith(tail).doesNotContain("\n");
    String escaped = line.substring(head.length(), line.length() - tail.length());
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c == '\\') {
        i++;
        assertThat(escaped.charAt(i)).isIn(',', '=', ' ');
      } else {
        assertThat(c).isNotIn(',', '=', ' ');
      }
      value.append(escaped.charAt(i));
    }
    return value.toString();
  }
}
