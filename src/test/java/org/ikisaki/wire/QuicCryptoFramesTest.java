package org.ikisaki.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class QuicCryptoFramesTest {
  private static final int CRYPTO = 6;

  private final QuicCryptoFrames frames = new QuicCryptoFrames();

  private void wrap(Bytes bytes) {
    frames.wrap(bytes.buffer(), bytes.size(), CRYPTO);
  }

  @Test
  void stepsOverWhatIsNoCryptoFrame() {
    Bytes ack = new Bytes().u8(2).u8(9).u16(0x4064).u8(1).u8(2).u8(0).u8(3);
    Bytes ackEcn = new Bytes().u8(3).u8(9).u8(0).u8(0).u8(2).u8(1).u8(1).u8(1);
    wrap(
        new Bytes()
            .u8(1)
            .add(QuicBytes.crypto(700, new byte[] {1, 2, 3}))
            .zeros(30)
            .add(ack)
            .add(ackEcn)
            .add(QuicBytes.crypto(0, new byte[] {4})));
    assertThat(frames.next()).isTrue();
    assertThat(frames.offset()).isEqualTo(700);
    assertThat(frames.length()).isEqualTo(3);
    assertThat(frames.index()).isEqualTo(8);
    assertThat(frames.next()).isTrue();
    assertThat(frames.offset()).isZero();
    assertThat(frames.length()).isEqualTo(1);
    assertThat(frames.next()).isFalse();
  }

  @Test
  void stopsAtWhatItDoesNotKnow() {
    wrap(new Bytes().u8(0x1c).add(QuicBytes.crypto(0, new byte[] {4})));
    assertThat(frames.next()).isFalse();
  }

  @Test
  void stopsAtDataThatLeavesThePacket() {
    wrap(new Bytes().u8(CRYPTO).u8(0).u8(2).u8(0));
    assertThat(frames.next()).isFalse();
    wrap(new Bytes().u8(CRYPTO).u8(0xc0).u8(0));
    assertThat(frames.next()).isFalse();
  }

  @Test
  void stopsAtAnAckOfAbsurdlyManyRanges() {
    wrap(new Bytes().u8(2).u8(0).u8(0).u32(0xffff_ffffL).u32(0xffff_ffffL).zeros(9));
    assertThat(frames.next()).isFalse();
  }

  @Test
  void survivesRandomBytes() {
    Random random = new Random(7);
    byte[] bytes = new byte[64];
    int found = 0;
    for (int round = 0; round < 100_000; round++) {
      random.nextBytes(bytes);
      bytes[0] = (byte) random.nextInt(8);
      frames.wrap(ByteBuffer.wrap(bytes), random.nextInt(65), CRYPTO);
      while (frames.next()) {
        assertThat(frames.index() + frames.length()).isLessThanOrEqualTo(64);
        found++;
      }
    }
    assertThat(found).isPositive();
  }
}
