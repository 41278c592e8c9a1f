package org.ikisaki.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Http2HeadTest {
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private final Http2Head head = new Http2Head();

  private static Bytes frame(int type, int flags, Bytes payload) {
    return new Bytes().u24(payload.size()).u8(type).u8(flags).u32(1).add(payload);
  }

  private Progress read(Bytes bytes) {
    return head.read(bytes.buffer(), 0, bytes.size(), 0);
  }

  private static Bytes hex(String hex) {
    return new Bytes().add(Bytes.hex(hex));
  }

  @Test
  void readsTheAuthorityOfRfc7541AppendixC() {
    for (String block :
        new String[] {
          "828684410f7777772e6578616d706c652e636f6d", "828684418cf1e3c2e5f23a6ba0ab90f4ff"
        }) {
      assertThat(read(new Bytes().text(PREFACE).add(frame(1, 4, hex(block)))))
          .isEqualTo(Progress.DONE);
      assertThat(head.host()).as(block).isEqualTo("www.example.com");
    }
  }

  @Test
  void readsLiteralNamesOverAndOtherRepresentations() {
    Bytes block =
        hex("20")
            .add(hex("3fe11f")) // table size updates
            .add(hex("0001610162")) // not indexed, new name
            .add(hex("1001610162")) // never indexed, new name
            .add(hex("448584b958d33f")) // :path with a Huffman value
            .add(hex("0106"))
            .text("a.test"); // :authority, not indexed
    assertThat(read(new Bytes().text(PREFACE).add(frame(1, 4, block)))).isEqualTo(Progress.DONE);
    assertThat(head.host()).isEqualTo("a.test");
  }

  @Test
  void stepsOverPaddingPriorityAndOtherFrames() {
    Bytes headers = new Bytes().u8(3).zeros(5).add(hex("4106")).text("a.test").zeros(3);
    Bytes bytes =
        new Bytes()
            .text(PREFACE)
            .add(frame(4, 0, new Bytes().zeros(18)))
            .add(frame(8, 0, new Bytes().zeros(4)))
            .add(frame(1, 0x2c, headers));
    assertThat(read(bytes)).isEqualTo(Progress.DONE);
    assertThat(head.host()).isEqualTo("a.test");
  }

  @Test
  void comparesAllOfAPrefaceThatComesInPieces() {
    ByteBuffer buffer =
        ByteBuffer.wrap((PREFACE.substring(0, 20) + "XXXX\0\0\0\4").getBytes(US_ASCII));
    assertThat(head.read(buffer, 0, 20, 0)).isEqualTo(Progress.INCOMPLETE);
    assertThat(head.read(buffer, 0, buffer.capacity(), head.resumeAt()))
        .isEqualTo(Progress.MALFORMED);
  }

  @Test
  void decodesEveryCharacterOfHostNames() {
    // abcdefghijklmnopqrstuvwxyz-_.0123456789 in Huffman codes, made by hand from appendix B.
    String bits =
        "00011 100011 00100 100100 00101 100101 100110 100111 00110 1110100 1110101 101000 101001"
            + " 101010 00111 101011 1110110 101100 01000 01001 101101 1110111 1111000 1111001"
            + " 1111010 1111011 010110 100010 010111 00000 00001 00010 011001 011010 011011"
            + " 011100 011101 011110 011111";
    byte[] value = huffman(bits);
    Bytes block = hex("41").u8(0x80 | value.length).add(value);
    read(new Bytes().text(PREFACE).add(frame(1, 4, block)));
    assertThat(head.host()).isEqualTo("abcdefghijklmnopqrstuvwxyz-_.0123456789");
  }

  @Test
  void hasNoHostWhereTheBlockHasNone() {
    for (String block : new String[] {"", "828684", "41", "4105", "41ff", "4184ffffffff", "ff"}) {
      assertThat(read(new Bytes().text(PREFACE).add(frame(1, 4, hex(block)))))
          .isEqualTo(Progress.DONE);
      assertThat(head.host()).as(block).isNull();
    }
  }

  @Test
  void readsOnWhereItStopped() {
    byte[] whole =
        new Bytes()
            .text(PREFACE)
            .add(frame(4, 0, new Bytes()))
            .add(frame(1, 4, hex("4106").text("a.test")))
            .array();
    int from = 0;
    for (int available = 16; available < whole.length; available++) {
      assertThat(head.read(ByteBuffer.wrap(whole), 0, available, from))
          .isEqualTo(Progress.INCOMPLETE);
      from = head.resumeAt();
    }
    assertThat(from).isEqualTo(PREFACE.length() + 9);
    assertThat(head.read(ByteBuffer.wrap(whole), 0, whole.length, from)).isEqualTo(Progress.DONE);
    assertThat(head.host()).isEqualTo("a.test");
  }

  @Test
  void rejectsWhatIsNoPreface() {
    assertThat(read(new Bytes().text("PRI * HTTP/1.1\r\n\r\n"))).isEqualTo(Progress.MALFORMED);
    assertThat(Http2Head.begins(new Bytes().text("PRI ").buffer().array(), 0, 4)).isFalse();
  }

  @Test
  void survivesRandomBytes() {
    Random random = new Random(7);
    byte[] whole =
        new Bytes()
            .text(PREFACE)
            .add(frame(1, 0, hex("828684418cf1e3c2e5f23a6ba0ab90f4ff")))
            .array();
    int named = 0;
    for (int round = 0; round < 100_000; round++) {
      byte[] bytes = whole.clone();
      for (int flips = random.nextInt(6); flips > 0; flips--) {
        int at = random.nextInt(PREFACE.length(), bytes.length);
        bytes[at] = (byte) random.nextInt(256);
      }
      byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      head.read(ByteBuffer.wrap(cut), 0, cut.length, 0);
      named += head.host() == null ? 0 : 1;
    }
    assertThat(named).isBetween(1, 99_999);
  }

  private static byte[] huffman(String bits) {
    StringBuilder all = new StringBuilder(bits.replace(" ", ""));
    while (all.length() % 8 != 0) {
      all.append('1');
    }
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < all.length(); i += 4) {
      hex.append(Integer.toHexString(Integer.parseInt(all.substring(i, i + 4), 2)));
    }
    return HexFormat.of().parseHex(hex);
  }
}
