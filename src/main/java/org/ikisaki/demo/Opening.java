package org.ikisaki.demo;

/**
 * How what is said on a TCP connection begins.
 *
 * @param hello what the client sends first, in as many segments as it needs; empty but for TLS
 * @param reply what the server answers to it
 * @param httpHost whom each request is addressed to; empty but for HTTP
 */
record Opening(byte[] hello, byte[] reply, String httpHost) {
  private static final byte[] NOTHING = {};

  /** Nothing that a monitor could read, or a connection that began before it listened. */
  static final Opening OPAQUE = new Opening(NOTHING, NOTHING, "");

  static Opening tls(byte[] clientHello, Dice dice) {
    return new Opening(TlsRecords.handshake(clientHello), TlsRecords.serverHello(dice), "");
  }

  static Opening http(String host) {
    return new Opening(NOTHING, NOTHING, host);
  }
}
