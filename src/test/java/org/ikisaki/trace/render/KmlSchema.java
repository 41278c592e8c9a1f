package org.ikisaki.trace.render;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.w3c.dom.bootstrap.DOMImplementationRegistry;
import org.w3c.dom.ls.DOMImplementationLS;
import org.w3c.dom.ls.LSInput;
import org.xml.sax.SAXException;

/** The schema of KML 2.2 (OGC 07-147r2). */
public final class KmlSchema {
  private final Schema schema;

  public KmlSchema() throws SAXException, IOException {
    SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
    factory.setResourceResolver((type, namespace, publicId, systemId, base) -> stub(namespace));
    try (InputStream in =
        Objects.requireNonNull(
            KmlSchema.class.getResourceAsStream("/schema/ogckml/ogckml22.xsd"))) {
      schema = factory.newSchema(new StreamSource(in));
    }
  }

  /**
   * Says nothing of what is valid.
   *
   * @throws SAXException with what is wrong
   */
  public void validate(String kml) throws SAXException, IOException {
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
