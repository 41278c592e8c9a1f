package org.ikisaki.wire;

/**
 * X.509 certificates for tests, sound but for keys and signatures, and the flights they come in.
 */
public final class CertificateBytes {
  private CertificateBytes() {}

  /** A certificate of a common name with these dNSNames; without any, it has no such extension. */
  public static byte[] certificate(String commonName, String... names) {
    return certificate(commonName, 0, names);
  }

  /** The same with a comment of so many bytes among the extensions before the names. */
  public static byte[] certificate(String commonName, int comment, String... names) {
    Bytes algorithm = der(0x30, Bytes.hex("06092a864886f70d01010b0500"));
    Bytes extensions = new Bytes();
    extensions.add(der(0x30, Bytes.hex("0603551d130101ff04023000")));
    if (comment > 0) {
      Bytes value = der(0x04, der(0x0c, new Bytes().text("x".repeat(comment))));
      extensions.add(der(0x30, new Bytes().add(Bytes.hex("0603550408")).add(value)));
    }
    if (names.length > 0) {
      Bytes list = new Bytes();
      for (String name : names) {
        list.add(der(0x82, new Bytes().text(name)));
      }
      list.add(der(0x87, Bytes.hex("c0000201")));
      Bytes value = der(0x04, der(0x30, list));
      extensions.add(der(0x30, new Bytes().add(Bytes.hex("0603551d11")).add(value)));
    }
    Bytes tbs =
        new Bytes()
            .add(der(0xa0, Bytes.hex("020102")))
            .add(der(0x02, Bytes.hex("4d2c")))
            .add(algorithm)
            .add(subject("Example Authority"))
            .add(
                der(
                    0x30,
                    new Bytes()
                        .add(der(0x17, new Bytes().text("260101000000Z")))
                        .add(der(0x17, new Bytes().text("270101000000Z")))))
            .add(subject(commonName))
            .add(
                der(
                    0x30,
                    new Bytes()
                        .add(der(0x30, Bytes.hex("06032b6570")))
                        .add(der(0x03, new Bytes().u8(0).zeros(32)))))
            .add(der(0xa3, der(0x30, extensions)));
    return der(
            0x30,
            new Bytes()
                .add(der(0x30, tbs))
                .add(algorithm)
                .add(der(0x03, new Bytes().u8(0).zeros(64))))
        .array();
  }

  private static Bytes subject(String commonName) {
    Bytes organization =
        der(0x30, new Bytes().add(Bytes.hex("060355040a")).add(der(0x0c, new Bytes().text("Org"))));
    Bytes name =
        der(
            0x30,
            new Bytes().add(Bytes.hex("0603550403")).add(der(0x0c, new Bytes().text(commonName))));
    return der(0x30, new Bytes().add(der(0x31, organization)).add(der(0x31, name)));
  }

  private static Bytes der(int tag, byte[] value) {
    return der(tag, new Bytes().add(value));
  }

  static Bytes der(int tag, Bytes value) {
    Bytes element = new Bytes().u8(tag);
    if (value.size() < 0x80) {
      element.u8(value.size());
    } else if (value.size() < 0x100) {
      element.u8(0x81).u8(value.size());
    } else {
      element.u8(0x82).u16(value.size());
    }
    return element.add(value);
  }

  /** A server's hello and its certificate, and the end of its flight. */
  public static byte[] flight(byte[] certificate) {
    Bytes hello =
        new Bytes().u16(0x0303).zeros(32).vector(1, new Bytes().zeros(32)).u16(0xc02f).u8(0);
    Bytes chain =
        new Bytes()
            .vector(3, new Bytes().add(certificate))
            .vector(3, new Bytes().add(certificate("authority.example")));
    return new Bytes()
        .u8(2)
        .vector(3, hello)
        .u8(11)
        .vector(3, new Bytes().vector(3, chain))
        .u8(14)
        .vector(3, new Bytes())
        .array();
  }
}
