package org.ikisaki.demo;

import java.util.Locale;

/** Writes messages of the NetBIOS name service (RFC 1002, 4.2). */
final class NetbiosMessages {
  private static final int REGISTRATION = 0x2910;
  private static final int NB = 0x20;
  private static final int IN = 1;
  private static final int QUESTION_NAME = 0xc00c;
  private static final int TTL = 300_000;
  private static final int NAME_LENGTH = 15;

  private NetbiosMessages() {}

  /** A device claims its name, as Windows does when it comes up. */
  static byte[] registration(int transaction, Device device) {
    Bytes out = new Bytes().u16(transaction).u16(REGISTRATION).u16(1).u16(0).u16(0).u16(1);
    name(out, device.name());
    out.u16(NB).u16(IN);
    out.u16(QUESTION_NAME).u16(NB).u16(IN).u32(TTL);
    int length = out.open();
    out.u16(0).put(device.ipv4().toBytes()).close(length);
    return out.toArray();
  }

  /** Sixteen bytes, the last the kind of name, each as two letters. */
  private static void name(Bytes out, String name) {
    String padded =
        (name.toUpperCase(Locale.ROOT) + " ".repeat(NAME_LENGTH)).substring(0, NAME_LENGTH) + '\0';
    out.u8(2 * padded.length());
    padded.chars().forEach(c -> out.u8('A' + (c >>> 4)).u8('A' + (c & 0xf)));
    out.u8(0);
  }
}
