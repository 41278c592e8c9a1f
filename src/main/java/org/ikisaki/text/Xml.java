package org.ikisaki.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Objects;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes XML whose text is safe: markup is escaped, and characters that XML 1.0 doesn't have, or
 * that reorder text, are replaced. Confined to one thread.
 *
 * <p>Every method that writes throws {@link UncheckedIOException} where the writer beneath fails.
 */
public final class Xml {
  private static final int REPLACEMENT = 0xFFFD;

  private final XMLStreamWriter writer;

  private Xml(XMLStreamWriter writer) {
    this.writer = writer;
  }

  /** Begins a document whose root has {@code namespace} as its default. */
  public static Xml document(Writer out, String root, String namespace) {
    try {
      XMLStreamWriter writer = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
      writer.writeStartDocument("UTF-8", "1.0");
      writer.writeCharacters("\n");
      writer.writeStartElement(root);
      writer.writeDefaultNamespace(namespace);
      return new Xml(writer);
    } catch (XMLStreamException e) {
      throw failure(e);
    }
  }

  /** Opens an element; {@code attributes} are names and values in turn, {@code null} left out. */
  public Xml open(String name, @Nullable Object... attributes) {
    try {
      writer.writeStartElement(name);
      return attributes(attributes);
    } catch (XMLStreamException e) {
      throw failure(e);
    }
  }

  /** Adds attributes to the element just opened. */
  public Xml attributes(@Nullable Object... attributes) {
    try {
      for (int i = 0; i < attributes.length; i += 2) {
        Object value = attributes[i + 1];
        if (value != null) {
          writer.writeAttribute(
              Objects.requireNonNull(attributes[i]).toString(), safe(value.toString()));
        }
      }
      return this;
    } catch (XMLStreamException e) {
      throw failure(e);
    }
  }

  public Xml text(String text) {
    try {
      writer.writeCharacters(safe(text));
      return this;
    } catch (XMLStreamException e) {
      throw failure(e);
    }
  }

  public Xml close() {
    try {
      writer.writeEndElement();
      return this;
    } catch (XMLStreamException e) {
      throw failure(e);
    }
  }

  /** An element with nothing but text. */
  public Xml element(String name, String text, @Nullable Object... attributes) {
    return open(name, attributes).text(text).close();
  }

  /** An element with nothing inside. */
  public Xml empty(String name, @Nullable Object... attributes) {
    return open(name, attributes).close();
  }

  /** Starts a line: large documents are easier to look at. */
  public Xml line() {
    return text("\n");
  }

  /** Closes what is open. */
  public void end() {
    try {
      writer.writeEndDocument();
      writer.flush();
    } catch (XMLStreamException e) {
      throw failure(e);
    }
  }

  /** What is not a character of XML 1.0, or would reorder the text around it, is replaced. */
  static String safe(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(c -> safe.appendCodePoint(isSafe(c) ? c : REPLACEMENT));
    return safe.toString();
  }

  private static boolean isSafe(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c == '\n' || c == '\t';
      case Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> false;
      default -> true;
    };
  }

  private static UncheckedIOException failure(XMLStreamException e) {
    return new UncheckedIOException(
        e.getNestedException() instanceof IOException io ? io : new IOException(e));
  }
}
