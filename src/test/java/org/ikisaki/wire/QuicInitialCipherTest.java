package org.ikisaki.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class QuicInitialCipherTest {
  private static final byte[] ID = Bytes.hex("8394c8f03e515708");

  /** RFC 9001, appendix A.2: the unprotected header and the CRYPTO frame of a client's Initial. */
  private static final byte[] RFC_HEADER =
      Bytes.hex("c300000001088394c8f03e5157080000449e00000002");

  private static final byte[] RFC_CRYPTO_FRAME =
      Bytes.hex(
          """
          060040f1010000ed0303ebf8fa56f12939b9584a3896472ec40bb863cfd3e868
          04fe3a47f06a2b69484c00000413011302010000c000000010000e00000b6578
          616d706c652e636f6dff01000100000a00080006001d00170018001000070005
          04616c706e000500050100000000003300260024001d00209370b2c9caa47fba
          baf4559fedba753de171fa71f50f1ce15d43e994ec74d748002b000302030400
          0d0010000e0403050306030203080408050806002d00020101001c0002400100
          3900320408ffffffffffffffff05048000ffff07048000ffff08011001048000
          75300901100f088394c8f03e51570806048000ffff
          """);

  /** The protected packet's beginning and end, which has the tag. */
  private static final String RFC_PACKET_BEGINS =
      "c000000001088394c8f03e5157080000449e7b9aec34d1b1c98dd7689fb8ec11d242b123dc9bd8bab936b47d92";

  private static final String RFC_PACKET_ENDS = "e221af44860018ab0856972e194cd934";

  private final QuicInitialCipher cipher = new QuicInitialCipher();
  private final QuicPacket packet = new QuicPacket();
  private final ByteBuffer frames = ByteBuffer.allocate(2_000);

  @Test
  void derivesTheKeysOfRfc9001AppendixA() {
    assertKeys(
        QuicBytes.V1,
        "1f369613dd76d5467730efcbe3b1a22d",
        "fa044b2f42a3fd3b46fb255c",
        "9f50449e04a0e810283a1e9933adedd2");
  }

  @Test
  void derivesTheKeysOfRfc9369AppendixA() {
    assertKeys(
        QuicBytes.V2,
        "8b1a0bc121284290a29e0971b5cd045d",
        "91f73e2351d8fa91660e909f",
        "45b95e15235d6f45a6b19cbcb0294ba9");
  }

  @Test
  void opensTheInitialOfRfc9001AppendixA() {
    byte[] plain = Arrays.copyOf(RFC_CRYPTO_FRAME, 1_162);
    QuicBytes.wrap(packet, new Bytes().add(RFC_HEADER).zeros(1_178).array());
    byte[] bytes = QuicBytes.protect(cipher.keys(packet), RFC_HEADER, plain);
    assertThat(HexFormat.of().formatHex(bytes))
        .startsWith(RFC_PACKET_BEGINS)
        .endsWith(RFC_PACKET_ENDS)
        .hasSize(2 * 1_200);

    assertThat(QuicBytes.wrap(packet, bytes)).isTrue();
    assertThat(packet.isInitial()).isTrue();
    assertThat(packet.end()).isEqualTo(1_200);
    assertThat(cipher.open(packet, cipher.keys(packet), frames)).isEqualTo(1_162);
    assertThat(Arrays.copyOf(frames.array(), 1_162)).isEqualTo(plain);
  }

  @Test
  void opensVersion2() {
    byte[] bytes = QuicBytes.initial(QuicBytes.V2, ID, 7, new Bytes().zeros(100).u8(1));
    assertThat(QuicBytes.wrap(packet, bytes)).isTrue();
    assertThat(packet.isInitial()).isTrue();
    assertThat(cipher.open(packet, cipher.keys(packet), frames)).isEqualTo(101);
    assertThat(frames.get(100)).isEqualTo((byte) 1);
  }

  @Test
  void knowsTheDraftsAndTheirSaltsApart() {
    int[] drafts = {
      0xff000016,
      0xff000017,
      0xff00001d,
      0xff000021,
      0xfaceb001,
      0xfaceb002,
      0x51303530,
      0x54303530,
      0x54303531
    };
    for (int version : drafts) {
      byte[] bytes = QuicBytes.initial(version, ID, 0, new Bytes().zeros(50));
      assertThat(QuicBytes.wrap(packet, bytes)).as("%x", version).isTrue();
      assertThat(cipher.open(packet, cipher.keys(packet), frames)).as("%x", version).isEqualTo(50);
    }
    for (int version : new int[] {0, 2, 0xff000015, 0xff000023, 0x0a0a0a0a}) {
      assertThat(
              QuicPacket.begins(
                  new Bytes().u8(0xc3).u32(version).zeros(50).buffer().array(), 0, 50))
          .as("%x", version)
          .isFalse();
    }
  }

  @Test
  void refusesWhatWasTamperedWith() {
    byte[] bytes = QuicBytes.initial(QuicBytes.V1, ID, 0, new Bytes().zeros(60));
    QuicBytes.wrap(packet, bytes);
    QuicInitialKeys keys = cipher.keys(packet);
    for (int i = bytes.length - 80; i < bytes.length; i++) {
      byte[] tampered = bytes.clone();
      tampered[i] ^= 1;
      assertThat(QuicBytes.wrap(packet, tampered)).isTrue();
      assertThat(cipher.open(packet, keys, frames)).as("byte %d", i).isEqualTo(-1);
    }
  }

  @Test
  void refusesTheKeysOfAnotherConnection() {
    byte[] bytes =
        QuicBytes.initial(QuicBytes.V1, ID, Bytes.hex("0102030405"), 0, new Bytes().zeros(60));
    QuicBytes.wrap(packet, bytes);
    assertThat(cipher.open(packet, cipher.keys(packet), frames)).isEqualTo(-1);
  }

  @Test
  void refusesMoreThanThereIsRoomFor() {
    byte[] bytes = QuicBytes.initial(QuicBytes.V1, ID, 0, new Bytes().zeros(60));
    QuicBytes.wrap(packet, bytes);
    assertThat(cipher.open(packet, cipher.keys(packet), ByteBuffer.allocate(59))).isEqualTo(-1);
    assertThat(cipher.open(packet, cipher.keys(packet), ByteBuffer.allocate(60))).isEqualTo(60);
  }

  @Test
  void rejectsEveryTruncation() {
    byte[] bytes = QuicBytes.initial(QuicBytes.V1, ID, 0, new Bytes().zeros(60));
    for (int length = 0; length < bytes.length; length++) {
      assertThat(QuicBytes.wrap(packet, Arrays.copyOf(bytes, length))).as("%d", length).isFalse();
    }
  }

  @Test
  void stepsThroughCoalescedPackets() {
    byte[] initial = QuicBytes.initial(QuicBytes.V1, ID, 0, new Bytes().zeros(60));
    byte[] zeroRtt =
        new Bytes().u8(0xd0).u32(1).vector(1, new Bytes().add(ID)).u8(0).u8(20).zeros(20).array();
    ByteBuffer datagram = new Bytes().add(zeroRtt).add(initial).buffer();
    assertThat(packet.wrap(datagram, 0, datagram.limit())).isTrue();
    assertThat(packet.isInitial()).isFalse();
    assertThat(packet.wrap(datagram, packet.end(), datagram.limit() - packet.end())).isTrue();
    assertThat(packet.isInitial()).isTrue();
    assertThat(packet.end()).isEqualTo(datagram.limit());
  }

  @Test
  void aRetryFillsItsDatagram() {
    byte[] retry =
        new Bytes().u8(0xf0).u32(1).u8(0).vector(1, new Bytes().add(ID)).zeros(40).array();
    assertThat(QuicBytes.wrap(packet, retry)).isTrue();
    assertThat(packet.isInitial()).isFalse();
    assertThat(packet.end()).isEqualTo(retry.length);
  }

  @Test
  void rejectsLengthsThatLeaveTheDatagram() {
    Bytes token = new Bytes().u8(0xc0).u32(1).u8(0).u8(0);
    assertThat(QuicBytes.wrap(packet, new Bytes().add(token).u32(0xffff_ffffL).zeros(60).array()))
        .isFalse();
    assertThat(
            QuicBytes.wrap(
                packet, new Bytes().add(token).u8(0).u32(0xffff_ffffL).u32(-1).zeros(60).array()))
        .isFalse();
    assertThat(QuicBytes.wrap(packet, new Bytes().u8(0xc0).u32(1).u8(21).zeros(60).array()))
        .isFalse();
  }

  @Test
  void survivesRandomBytes() {
    Random random = new Random(7);
    byte[] whole = QuicBytes.initial(QuicBytes.V1, ID, 0, new Bytes().zeros(60));
    int opened = 0;
    int wrapped = 0;
    for (int round = 0; round < 100_000; round++) {
      byte[] bytes = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      if (random.nextInt(10) == 0) {
        bytes = whole;
      }
      if (QuicBytes.wrap(packet, bytes)) {
        wrapped++;
        if (packet.isInitial() && wrapped % 16 == 0) {
          opened += cipher.open(packet, cipher.keys(packet), frames) < 0 ? 0 : 1;
        }
      }
    }
    assertThat(opened).isBetween(1, wrapped);
  }

  private void assertKeys(int version, String key, String iv, String headerKey) {
    QuicBytes.wrap(packet, QuicBytes.initial(version, ID, 0, new Bytes().zeros(60)));
    QuicInitialKeys keys = cipher.keys(packet);
    assertThat(keys.key()).isEqualTo(Bytes.hex(key));
    assertThat(keys.iv()).isEqualTo(Bytes.hex(iv));
    assertThat(keys.headerKey()).isEqualTo(Bytes.hex(headerKey));
  }
}
