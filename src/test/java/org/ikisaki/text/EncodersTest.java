package org.ikisaki.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class EncodersTest {
  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"})
  void aSpreadsheetTakesNoCellForAFormula(String cell) throws Exception {
    assertThat(row(cell)).matches("(?s)\"?'.*");
  }

  @Test
  void numbersStayNumbers() throws Exception {
    assertThat(row(-12.5)).isEqualTo("-12.5");
  }

  @Test
  void cellsWithSeparatorsAreQuoted() throws Exception {
    assertThat(row("a,\"b\"\nc")).isEqualTo("\"a,\"\"b\"\"\nc\"");
  }

  private static String row(Object cell) throws IOException {
    StringBuilder out = new StringBuilder();
    Csv.row(out, List.of(cell));
    assertThat(out).endsWith("\r\n");
    return out.substring(0, out.length() - 2);
  }

  @Test
  void xmlOfRandomTextIsWellFormedAndReadsBack() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      String text =
          random
              .ints(random.nextInt(20), 0, Character.MAX_CODE_POINT + 1)
              .map(c -> random.nextBoolean() ? c : c % 0x100)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      StringWriter out = new StringWriter();
      Xml xml = Xml.document(out, "r", "urn:example");
      xml.element("t", text, "a", text).end();

      Document read =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(out.toString())));
      assertThat(read.getElementsByTagName("t").item(0).getTextContent()).isEqualTo(Xml.safe(text));
    }
  }

  @Test
  void xmlReplacesWhatReordersOrControls() {
    assertThat(Xml.safe("a\u202eb\u0007c\u0000d\uD800e\n"))
        .isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\n");
  }

  @Test
  void htmlOfMarkupIsText() {
    assertThat(Html.escape("<a href='x' title=\"y\">&</a>"))
        .isEqualTo("&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;&lt;/a&gt;");
  }

  @Test
  void aFailingWriterIsSaid() {
    Writer broken =
        new Writer() {
          @Override
          public void write(char[] buffer, int offset, int length) throws IOException {
            throw new IOException("broken");
          }

          @Override
          public void flush() throws IOException {
            throw new IOException("broken");
          }

          @Override
          public void close() {}
        };

    assertThatThrownBy(() -> Xml.document(broken, "r", "urn:example").end())
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("broken");
  }
}
