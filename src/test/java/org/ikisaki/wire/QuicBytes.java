package org.ikisaki.wire;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Initial packets of QUIC clients for tests, protected as on the wire. */
public final class QuicBytes {
  public static final int V1 = 1;
  public static final int V2 = 0x6b3343cf;

  private static final int TAG = 16;
  private static final int NUMBER_LENGTH = 4;

  private QuicBytes() {}

  public static Bytes crypto(int offset, byte[] data) {
    return new Bytes().u8(6).u32(0x8000_0000L | offset).u16(0x4000 | data.length).add(data);
  }

  /** The first Initial of a client. */
  public static byte[] initial(int version, byte[] id, int number, Bytes frames) {
    return initial(version, id, id, number, frames);
  }

  /**
   * Any Initial of a client.
   *
   * @param id destination connection ID of this packet
   * @param firstId that of the client's first Initial, which the keys come from
   */
  public static byte[] initial(int version, byte[] id, byte[] firstId, int number, Bytes frames) {
    return protect(
        keys(version, firstId), header(version, id, number, frames.size()), frames.array());
  }

  private static QuicInitialKeys keys(int version, byte[] firstId) {
    QuicPacket view = new QuicPacket();
    wrap(view, new Bytes().add(header(version, firstId, 0, 0)).zeros(TAG).array());
    return new QuicInitialCipher().keys(view);
  }

  /** Protects a packet whose header has a packet number of four bytes. */
  static byte[] protect(QuicInitialKeys keys, byte[] header, byte[] frames) {
    try {
      byte[] nonce = keys.iv().clone();
      for (int i = 1; i <= NUMBER_LENGTH; i++) {
        nonce[nonce.length - i] ^= header[header.length - i];
      }
      Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
      SecretKeySpec key = new SecretKeySpec(keys.key(), "AES");
      gcm.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG, nonce));
      gcm.updateAAD(header);
      byte[] packet = new Bytes().add(header).add(gcm.doFinal(frames)).array();

      Cipher ecb = Cipher.getInstance("AES/ECB/NoPadding");
      ecb.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(keys.headerKey(), "AES"));
      byte[] mask = ecb.doFinal(packet, header.length, 16);
      packet[0] ^= (byte) (mask[0] & 0x0f);
      for (int i = 0; i < NUMBER_LENGTH; i++) {
        packet[header.length - NUMBER_LENGTH + i] ^= mask[1 + i];
      }
      return packet;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static boolean wrap(QuicPacket view, byte[] bytes) {
    return view.wrap(ByteBuffer.wrap(bytes), 0, bytes.length);
  }

  private static byte[] header(int version, byte[] id, int number, int frames) {
    return new Bytes()
        .u8(version == V2 ? 0xd3 : 0xc3)
        .u32(version)
        .vector(1, new Bytes().add(id))
        .u8(0)
        .u8(0)
        .u16(0x4000 | NUMBER_LENGTH + frames + TAG)
        .u32(number)
        .array();
  }

  /** Protects many Initials of one client, whose keys are made once. */
  public static final class Sealer {
    private final int version;
    private final byte[] id;
    private final QuicInitialKeys keys;

    public Sealer(int version, byte[] id) {
      this.version = version;
      this.id = id.clone();
      keys = QuicBytes.keys(version, id);
    }

    public byte[] initial(int number, byte[] frames) {
      return protect(keys, header(version, id, number, frames.length), frames);
    }
  }
}
