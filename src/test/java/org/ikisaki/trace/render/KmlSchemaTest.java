package org.ikisaki.trace.render;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.bootstrap.DOMImplementationRegistry;
import org.w3c.dom.ls.DOMImplementationLS;
import org.w3c.dom.ls.LSInput;
import org.xml.sax.SAXException;

/** KML holds to the schema of OGC 07-147r2. */
class KmlSchemaTest {
  private static Schema schema;

  @BeforeAll
  static void readSchema() throws Exception {
    SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
    factory.setResourceResolver((type, namespace, publicId, systemId, base) -> stub(namespace));
    try (InputStream in =
        Objects.requireNonNull(
            KmlSchemaTest.class.getResourceAsStream("/schema/ogckml/ogckml22.xsd"))) {
      schema = factory.newSchema(new StreamSource(in));
    }
  }

  @Test
  void ourKmlIsValid() {
    StringWriter kml = new StringWriter();
    Kml.write(Samples.traces(), kml);

    assertThatCode(() -> validate(kml.toString())).doesNotThrowAnyException();
  }

  @Test
  void whatIsWrongIsFound() {
    StringWriter kml = new StringWriter();
    Kml.write(Samples.traces(), kml);
    String wrong = kml.toString().replace("<Folder>", "<Fodler>").replace("</Folder>", "</Fodler>");

    assertThatThrownBy(() -> validate(wrong))
        .isInstanceOf(SAXException.class)
        .hasMessageContaining("Fodler");
  }

  private static void validate(String kml) throws Exception {
    schema.newValidator().validate(new StreamSource(new StringReader(kml)));
  }

  /** What the schema imports from elsewhere: the names it uses of them. */
  private static LSInput stub(String namespace) {
    String text =
        switch (namespace) {
          case "http://www.w3.org/2005/Atom" ->
              """
              <schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="%s">
                <element name="author"/><element name="link"/>
              </schema>
              """;
          default ->
              """
              <schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="%s"
                  xmlns:t="%1$s">
                <complexType name="AddressDetails"/>
                <element name="AddressDetails" type="t:AddressDetails"/>
              </schema>
              """;
        };
    DOMImplementationLS implementation = implementation();
    LSInput input = implementation.createLSInput();
    input.setStringData(text.formatted(namespace));
    return input;
  }

  private static DOMImplementationLS implementation() {
    try {
      return (DOMImplementationLS)
          DOMImplementationRegistry.newInstance().getDOMImplementation("LS");
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no DOM", e);
    }
  }
}
