package org.ikisaki.demo;

/** How what is said on a TCP connection begins. Immutable. */
final class Opening {
  private static final byte[] NOTHING = {};

  /** Nothing that a monitor could read, or a connection that began before it listened. */
  static final Opening OPAQUE = new Opening(NOTHING, NOTHING, "");

  private final byte[] hello;
  private final byte[] reply;
  private final String httpHost;

  private Opening(byte[] hello, byte[] reply, String httpHost) {
    this.hello = hello;
    this.reply = reply;
    this.httpHost = httpHost;
  }

  static Opening tls(byte[] clientHello, Dice dice) {
    return tls(clientHello, TlsRecords.serverHello(dice));
  }

  /** The same with an answer of the server's own. */
  static Opening tls(byte[] clientHello, byte[] reply) {
    return new Opening(TlsRecords.handshake(clientHello), reply, "");
  }

  static Opening http(String host) {
    return new Opening(NOTHING, NOTHING, host);
  }

  /** What the client sends first, in as many segments as it needs; empty but for TLS. */
  byte[] hello() {
    return hello;
  }

  /** What the server answers to it. */
  byte[] reply() {
    return reply;
  }

  /** Whom each request is addressed to; empty but for HTTP. */
  String httpHost() {
    return httpHost;
  }
}
