package org.ikisaki.naming;

import org.ikisaki.wire.Http2Head;
import org.ikisaki.wire.HttpHead;

/** What a TCP stream speaks, as far as its first bytes tell; ports are not asked. */
enum TcpProtocol {
  /** A client's hello. */
  TLS,
  /** A server's hello. */
  TLS_SERVER,
  HTTP,
  HTTP2,
  /** It may be any of them: too little is there. */
  UNDECIDED,
  NONE;

  private static final int TLS_HANDSHAKE = 22;
  private static final int TLS_MAJOR_VERSION = 3;
  private static final int TLS_RECORD_HEADER = 5;
  private static final int TLS_CLIENT_HELLO = 1;
  private static final int TLS_SERVER_HELLO = 2;
  private static final int LONGEST_METHOD = 24;

  /** Reads the beginning of a stream; allocates nothing. */
  static TcpProtocol of(byte[] bytes, int offset, int available) {
    byte first = bytes[offset];
    if (first == TLS_HANDSHAKE) {
      return tls(bytes, offset, available);
    }
    if (!isOfMethod(first)) {
      return NONE;
    }
    if (Http2Head.begins(bytes, offset, available)) {
      return HTTP2;
    }
    if (HttpHead.begins(bytes, offset, available)) {
      boolean mayBeHttp2 = available < 16 && bytes[offset] == 'P' && bytes[offset + 1] == 'R';
      return mayBeHttp2 ? UNDECIDED : HTTP;
    }
    return isPartOfMethod(bytes, offset, available) ? UNDECIDED : NONE;
  }

  private static TcpProtocol tls(byte[] bytes, int offset, int available) {
    if (available > 1 && bytes[offset + 1] != TLS_MAJOR_VERSION) {
      return NONE;
    }
    if (available <= TLS_RECORD_HEADER) {
      return UNDECIDED;
    }
    return switch (bytes[offset + TLS_RECORD_HEADER]) {
      case TLS_CLIENT_HELLO -> TLS;
      case TLS_SERVER_HELLO -> TLS_SERVER;
      default -> NONE;
    };
  }

  private static boolean isPartOfMethod(byte[] bytes, int offset, int available) {
    for (int i = 0; i < available; i++) {
      if (i == LONGEST_METHOD || !isOfMethod(bytes[offset + i])) {
        return false;
      }
    }
    return true;
  }

  /** The preface of HTTP/2 is one too. */
  private static boolean isOfMethod(byte b) {
    return (b >= 'A' && b <= 'Z') || b == '-' || b == '_';
  }
}
