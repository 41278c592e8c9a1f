package org.ikisaki.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A message of the Simple Service Discovery Protocol (UPnP Device Architecture 2.0, 1.2 and 1.3): a
 * reusable view of its head.
 *
 * <pre>
 *  NOTIFY * HTTP/1.1        announces a device or service, or takes leave
 *  M-SEARCH * HTTP/1.1      asks for some
 *  HTTP/1.1 200 OK          answers
 *  { field-name ":" OWS field-value OWS CRLF } CRLF
 * </pre>
 */
public final class SsdpMessage {
  private static final byte[] NOTIFY = ascii("notify * http/1.");
  private static final byte[] SEARCH = ascii("m-search * http/1.");
  private static final byte[] RESPONSE = ascii("http/1.");
  private static final byte[] NT = ascii("nt");
  private static final byte[] ST = ascii("st");
  private static final byte[] SERVER = ascii("server");
  private static final byte[] USER_AGENT = ascii("user-agent");

  /** A head has a dozen; what comes after these is not looked at. */
  private static final int MAX_LINES = 40;

  private @Nullable String target;
  private @Nullable String server;
  private @Nullable String userAgent;
  private boolean search;

  /** Points this view at a message; what its head lacks at the end is lacking, no more. */
  public boolean wrap(ByteBuffer buffer, int offset, int length) {
    target = null;
    server = null;
    userAgent = null;
    int end = offset + length;
    int lineEnd = lineEnd(buffer, offset, end);
    search = begins(buffer, offset, lineEnd, SEARCH);
    if (!search
        && !begins(buffer, offset, lineEnd, NOTIFY)
        && !begins(buffer, offset, lineEnd, RESPONSE)) {
      return false;
    }
    for (int lines = 0; lineEnd < end && lines < MAX_LINES; lines++) {
      int line = lineEnd + 1;
      lineEnd = lineEnd(buffer, line, end);
      readField(buffer, line, lineEnd);
    }
    return true;
  }

  /** Whether it asks for others, and says little of its sender. */
  public boolean isSearch() {
    return search;
  }

  /** The fields NT of an announcement and ST of an answer or search: what it is about. */
  public @Nullable String target() {
    return target;
  }

  /** The field SERVER: operating system, UPnP version and product of who announces or answers. */
  public @Nullable String server() {
    return server;
  }

  /** The field USER-AGENT: the same of who searches. */
  public @Nullable String userAgent() {
    return userAgent;
  }

  private void readField(ByteBuffer buffer, int line, int end) {
    int colon = line;
    while (colon < end && buffer.get(colon) != ':') {
      colon++;
    }
    if (colon == end) {
      return;
    }
    int nameLength = colon - line;
    if (is(buffer, line, nameLength, NT) || is(buffer, line, nameLength, ST)) {
      target = PlainText.read(buffer, colon + 1, end - colon - 1);
    } else if (is(buffer, line, nameLength, SERVER)) {
      server = PlainText.read(buffer, colon + 1, end - colon - 1);
    } else if (is(buffer, line, nameLength, USER_AGENT)) {
      userAgent = PlainText.read(buffer, colon + 1, end - colon - 1);
    }
  }

  private static int lineEnd(ByteBuffer buffer, int from, int end) {
    int i = from;
    while (i < end && buffer.get(i) != '\n') {
      i++;
    }
    return i;
  }

  private static boolean is(ByteBuffer buffer, int at, int length, byte[] name) {
    return length == name.length && begins(buffer, at, at + length, name);
  }

  private static boolean begins(ByteBuffer buffer, int at, int end, byte[] lowerCase) {
    if (end - at < lowerCase.length) {
      return false;
    }
    for (int i = 0; i < lowerCase.length; i++) {
      byte b = buffer.get(at + i);
      if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != lowerCase[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
