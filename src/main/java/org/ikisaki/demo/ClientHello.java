package org.ikisaki.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the ClientHello of TLS 1.3 as browsers and appliances send it (RFC 8446, 4.1.2): GREASE
 * (RFC 8701), a post-quantum key share, and Encrypted Client Hello as GREASE where the style asks
 * for them.
 */
final class ClientHello {
  private static final int CLIENT_HELLO = 1;
  private static final int TLS_1_2 = 0x0303;
  private static final int TLS_1_3 = 0x0304;
  private static final int X25519 = 0x001d;
  private static final int SECP256R1 = 0x0017;
  private static final int X25519_MLKEM768 = 0x11ec;
  private static final int MLKEM768_SHARE = 1184 + 32;
  private static final int UNPADDED_LIMIT = 0x200;
  private static final int[] CIPHER_SUITES = {
    0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c
  };
  private static final int[] SIGNATURES = {
    0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601
  };

  private final Style style;
  private final Dice dice;
  private final Bytes out = new Bytes();

  private ClientHello(Style style, Dice dice) {
    this.style = style;
    this.dice = dice;
  }

  /**
   * What a client's library puts into its hello.
   *
   * @param quic whether it is for QUIC: transport parameters, and no session identifier
   * @param postQuantum whether a key share of 1,216 bytes makes it too long for one segment
   * @param encryptedHello whether it carries an Encrypted Client Hello that means nothing
   */
  record Style(boolean quic, boolean browser, boolean postQuantum, boolean encryptedHello) {}

  /** The handshake message, without a record header. */
  static byte[] message(@Nullable String serverName, Style style, Dice dice) {
    return new ClientHello(style, dice).write(serverName);
  }

  private byte[] write(@Nullable String serverName) {
    out.u8(CLIENT_HELLO).u8(0);
    int body = out.open();
    out.u16(TLS_1_2).put(dice.bytes(32));
    int session = style.quic() ? 0 : 32;
    out.u8(session).put(dice.bytes(session));
    int suites = out.open();
    if (style.browser()) {
      out.u16(grease());
    }
    for (int suite : CIPHER_SUITES) {
      out.u16(suite);
    }
    out.close(suites).u8(1).u8(0);
    int extensions = out.open();
    for (Runnable extension : extensions(serverName)) {
      extension.run();
    }
    pad();
    out.close(extensions).close(body);
    return out.toArray();
  }

  /** In an order of its own each time, as browsers do; the key share may come before the name. */
  private List<Runnable> extensions(@Nullable String serverName) {
    List<Runnable> extensions = new ArrayList<>();
    if (serverName != null) {
      extensions.add(() -> serverName(serverName));
    }
    extensions.add(this::supportedGroups);
    extensions.add(this::signatureAlgorithms);
    extensions.add(this::applicationProtocols);
    extensions.add(this::supportedVersions);
    extensions.add(this::keyShare);
    extensions.add(() -> extension(45).u8(1).u8(1).close(mark));
    if (style.quic()) {
      extensions.add(this::transportParameters);
    } else {
      extensions.add(() -> extension(23).close(mark));
      extensions.add(() -> extension(0xff01).u8(0).close(mark));
      extensions.add(() -> extension(11).u8(1).u8(0).close(mark));
      extensions.add(() -> extension(35).close(mark));
    }
    if (style.browser()) {
      extensions.add(() -> extension(5).u8(1).u16(0).u16(0).close(mark));
      extensions.add(() -> extension(18).close(mark));
      shuffle(extensions);
      extensions.add(0, () -> extension(grease()).close(mark));
    }
    if (style.encryptedHello()) {
      extensions.add(this::encryptedHello);
    }
    return extensions;
  }

  private void shuffle(List<Runnable> extensions) {
    for (int i = extensions.size() - 1; i > 0; i--) {
      Collections.swap(extensions, i, dice.below(i + 1));
    }
  }

  private int mark;

  /** Begins an extension, whose length begins at {@link #mark}. */
  private Bytes extension(int type) {
    out.u16(type);
    mark = out.open();
    return out;
  }

  private void serverName(String serverName) {
    extension(0);
    int list = out.open();
    out.u8(0);
    int name = out.open();
    out.ascii(serverName).close(name).close(list).close(mark);
  }

  private void supportedGroups() {
    extension(10);
    int list = out.open();
    if (style.browser()) {
      out.u16(grease());
    }
    if (style.postQuantum()) {
      out.u16(X25519_MLKEM768);
    }
    out.u16(X25519).u16(SECP256R1).close(list).close(mark);
  }

  private void signatureAlgorithms() {
    extension(13);
    int list = out.open();
    for (int signature : SIGNATURES) {
      out.u16(signature);
    }
    out.close(list).close(mark);
  }

  private void applicationProtocols() {
    extension(16);
    int list = out.open();
    for (String protocol : style.quic() ? List.of("h3") : List.of("h2", "http/1.1")) {
      out.u8(protocol.length()).ascii(protocol);
    }
    out.close(list).close(mark);
  }

  private void supportedVersions() {
    extension(43);
    out.u8(style.quic() ? 2 : 4).u16(TLS_1_3);
    if (!style.quic()) {
      out.u16(TLS_1_2);
    }
    out.close(mark);
  }

  private void keyShare() {
    extension(51);
    int list = out.open();
    if (style.postQuantum()) {
      out.u16(X25519_MLKEM768).u16(MLKEM768_SHARE).put(dice.bytes(MLKEM768_SHARE));
    }
    out.u16(X25519).u16(32).put(dice.bytes(32)).close(list).close(mark);
  }

  /** Idle time-out, initial limits and source connection identifier (RFC 9000, 18.2). */
  private void transportParameters() {
    extension(57);
    out.u8(0x01).u8(4).u32(0x8000_7530L);
    out.u8(0x04).u8(4).u32(0x80f0_0000L);
    out.u8(0x05).u8(4).u32(0x8060_0000L);
    out.u8(0x08).u8(2).u16(0x4064);
    out.u8(0x0f).u8(0);
    out.close(mark);
  }

  /** An outer hello with an encapsulated key and a payload that nobody can open. */
  private void encryptedHello() {
    extension(0xfe0d);
    out.u8(0).u16(1).u16(1).u8(dice.below(256));
    out.u16(32).put(dice.bytes(32));
    out.u16(144).put(dice.bytes(144));
    out.close(mark);
  }

  /** Up to 512 bytes, around a bug of old servers (RFC 7685). */
  private void pad() {
    int missing = UNPADDED_LIMIT - out.size();
    if (style.browser() && !style.quic() && missing >= 4) {
      extension(21).zeros(missing - 4).close(mark);
    }
  }

  private int grease() {
    return 0x0a0a + 0x1010 * dice.below(16);
  }
}
