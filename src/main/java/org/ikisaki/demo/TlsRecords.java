package org.ikisaki.demo;

/** TLS records that begin a connection (RFC 8446, 5.1); those after it are filler. */
final class TlsRecords {
  private static final int HANDSHAKE = 22;
  private static final int TLS_1_2 = 0x0303;
  private static final int SERVER_HELLO = 2;

  private TlsRecords() {}

  /** Puts a handshake message into a record. */
  static byte[] handshake(byte[] message) {
    return new Bytes().u8(HANDSHAKE).u16(0x0301).u16(message.length).put(message).toArray();
  }

  /** A ServerHello and the ChangeCipherSpec that middleboxes want to see. */
  static byte[] serverHello(Dice dice) {
    Bytes out = new Bytes().u8(HANDSHAKE).u16(TLS_1_2);
    int record = out.open();
    out.u8(SERVER_HELLO).u8(0);
    int body = out.open();
    out.u16(TLS_1_2).put(dice.bytes(32)).u8(32).put(dice.bytes(32)).u16(0x1301).u8(0);
    int extensions = out.open();
    out.u16(43).u16(2).u16(0x0304);
    out.u16(51).u16(36).u16(0x001d).u16(32).put(dice.bytes(32));
    out.close(extensions).close(body).close(record);
    return out.u8(20).u16(TLS_1_2).u16(1).u8(1).toArray();
  }
}
