package org.ikisaki.config;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** From a file's bytes to text that the YAML parser may see: bounded, UTF-8, printable. */
final class YamlText {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private YamlText() {}

  static String decode(Source source, byte[] content) throws ConfigException {
    if (content.length > YamlFile.MAX_BYTES) {
      throw new SyntaxProblem(0, 0, "is larger than " + Sizes.format(YamlFile.MAX_BYTES))
          .in(source);
    }
    if (isUtf16(content)) {
      throw new SyntaxProblem(1, 1, "the file is UTF-16; save it as UTF-8").in(source);
    }
    CharBuffer text = CharBuffer.allocate(content.length);
    ByteBuffer bytes = ByteBuffer.wrap(content);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(bytes, text, true);
    text.flip();
    if (result.isError()) {
      String message =
          "byte 0x%02x is no UTF-8; save the file as UTF-8"
              .formatted(content[bytes.position()] & 0xff);
      throw at(text, text.length(), message).in(source);
    }
    int start = text.length() > 0 && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
    String readable = text.subSequence(start, text.length()).toString();
    checkPrintable(source, readable);
    return readable;
  }

  private static boolean isUtf16(byte[] content) {
    if (content.length < 2) {
      return false;
    }
    int first = content[0] & 0xff;
    int second = content[1] & 0xff;
    return (first == 0xff && second == 0xfe)
        || (first == 0xfe && second == 0xff)
        || (first == 0 && second != 0)
        || (first != 0 && second == 0);
  }

  private static void checkPrintable(Source source, String text) throws ConfigException {
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      if (!StreamReader.isPrintable(codePoint)) {
        throw at(text, i, "character U+%04X can't stand in YAML".formatted(codePoint)).in(source);
      }
      i += Character.charCount(codePoint);
    }
  }

  private static SyntaxProblem at(CharSequence text, int index, String message) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < index; i++) {
      char c = text.charAt(i);
      boolean firstOfTwo = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      if (c == '\n' || (c == '\r' && !firstOfTwo)) {
        line++;
        lineStart = i + 1;
      }
    }
    return new SyntaxProblem(line, Character.codePointCount(text, lineStart, index) + 1, message);
  }
}
