package org.ikisaki.demo;

import java.nio.charset.StandardCharsets;

/** Writes the heads of HTTP/1.1 messages (RFC 9112). */
final class HttpHeads {
  /** No request is shorter, whatever its host is called. */
  static final int SHORTEST_REQUEST = 200;

  private HttpHeads() {}

  /** A request that is {@code length} bytes long; a cookie makes up for what is missing. */
  static byte[] request(String host, int length) {
    String head = "GET /part HTTP/1.1\r\nHost: " + host + "\r\nAccept: */*\r\nCookie: ";
    String end = "\r\n\r\n";
    return ascii(head + "c".repeat(length - head.length() - end.length()) + end);
  }

  /** The head of a response that, head included, is {@code length} bytes long. */
  static byte[] response(int length) {
    String head = "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: ";
    String end = "\r\n\r\n";
    int digits = 10;
    String number = Integer.toString(length - head.length() - digits - end.length());
    return ascii(head + "0".repeat(digits - number.length()) + number + end);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
