package org.ikisaki.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class QuicInitialsTest {
  private static final byte[] CONNECTION_ID = HexFormat.of().parseHex("8394c8f03e515708");
  private static final int NUMBER_AT = 18;

  @Test
  void derivesTheKeysOfTheStandardsExample() throws Exception {
    QuicKeys keys = QuicKeys.ofClient(CONNECTION_ID);

    assertThat(keys.key()).asHexString().isEqualToIgnoringCase("1f369613dd76d5467730efcbe3b1a22d");
    assertThat(keys.iv()).asHexString().isEqualToIgnoringCase("fa044b2f42a3fd3b46fb255c");
    assertThat(keys.headerProtection())
        .asHexString()
        .isEqualToIgnoringCase("9f50449e04a0e810283a1e9933adedd2");
  }

  @Test
  void whatTheKeysOpenIsTheHello() throws Exception {
    byte[] hello = new Dice(1).bytes(300);

    List<byte[]> datagrams = new QuicInitials().datagrams(CONNECTION_ID, hello);

    assertThat(datagrams).hasSize(1);
    byte[] plaintext = open(datagrams.get(0), 0);
    assertThat(plaintext).startsWith(0x06, 0x40, 0x00, 0x41, 0x2c);
    assertThat(Arrays.copyOfRange(plaintext, 5, 305)).isEqualTo(hello);
    assertThat(Arrays.copyOfRange(plaintext, 305, plaintext.length)).containsOnly(0);
  }

  @Test
  void aLongHelloTakesTwoDatagrams() throws Exception {
    byte[] hello = new Dice(2).bytes(1700);

    List<byte[]> datagrams = new QuicInitials().datagrams(CONNECTION_ID, hello);

    assertThat(datagrams).hasSize(2).allSatisfy(datagram -> assertThat(datagram).hasSize(1200));
    ByteBuffer all = ByteBuffer.allocate(1700);
    for (int number = 0; number < 2; number++) {
      ByteBuffer frame = ByteBuffer.wrap(open(datagrams.get(number), number));
      int offset = frame.getShort(1) & 0x3fff;
      int length = frame.getShort(3) & 0x3fff;
      assertThat(offset).isEqualTo(all.position());
      all.put(frame.array(), 5, length);
    }
    assertThat(all.array()).isEqualTo(hello);
  }

  /** Takes off both protections with the JDK's ciphers alone. */
  private static byte[] open(byte[] sealed, int number) throws Exception {
    QuicKeys keys = QuicKeys.ofClient(CONNECTION_ID);
    byte[] packet = sealed.clone();
    Cipher ecb = Cipher.getInstance("AES/ECB/NoPadding");
    ecb.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(keys.headerProtection(), "AES"));
    byte[] mask = ecb.doFinal(packet, NUMBER_AT + 4, 16);
    packet[0] ^= (byte) (mask[0] & 0x0f);
    for (int i = 0; i < 4; i++) {
      packet[NUMBER_AT + i] ^= mask[1 + i];
    }
    assertThat(packet[0] & 0xff).isEqualTo(0xc3);
    assertThat(ByteBuffer.wrap(packet).getInt(NUMBER_AT)).isEqualTo(number);
    byte[] nonce = keys.iv().clone();
    nonce[11] ^= (byte) number;
    Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
    gcm.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(keys.key(), "AES"),
        new GCMParameterSpec(128, nonce));
    gcm.updateAAD(packet, 0, NUMBER_AT + 4);
    return gcm.doFinal(packet, NUMBER_AT + 4, packet.length - NUMBER_AT - 4);
  }
}
