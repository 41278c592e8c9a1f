package org.ikisaki.trace.render;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.xml.sax.SAXException;

/** KML holds to its schema. */
class KmlSchemaTest {
  @Test
  void ourKmlIsValid() throws Exception {
    KmlSchema schema = new KmlSchema();
    StringWriter kml = new StringWriter();
    Kml.write(Samples.traces(), kml);

    assertThatCode(() -> schema.validate(kml.toString())).doesNotThrowAnyException();
  }

  @Test
  void whatIsWrongIsFound() throws Exception {
    KmlSchema schema = new KmlSchema();
    StringWriter kml = new StringWriter();
    Kml.write(Samples.traces(), kml);
    String wrong = kml.toString().replace("<Folder>", "<Fodler>").replace("</Folder>", "</Fodler>");

    assertThatThrownBy(() -> schema.validate(wrong))
        .isInstanceOf(SAXException.class)
        .hasMessageContaining("Fodler");
  }
}
