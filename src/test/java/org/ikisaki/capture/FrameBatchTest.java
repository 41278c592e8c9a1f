package org.ikisaki.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.ikisaki.wire.Frame;
import org.ikisaki.wire.LinkType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameBatchTest {
  private final Frame frame = new Frame();

  @Test
  void framesComeOutAsTheyWentIn() {
    FrameBatch batch = new FrameBatch(65_535);
    batch.add(new byte[] {1, 2}, 1500, 77);
    batch.add(new byte[] {3}, 0xffff_ffffL, 78);

    assertThat(batch.next(frame, LinkType.RAW)).isTrue();
    assertThat(frame.capturedLength()).isEqualTo(2);
    assertThat(frame.originalLength()).isEqualTo(1500);
    assertThat(frame.timestamp()).isEqualTo(77);
    assertThat(frame.linkType()).isEqualTo(LinkType.RAW);
    assertThat(frame.buffer().getShort(frame.offset())).isEqualTo((short) 0x0102);
    assertThat(batch.next(frame, LinkType.RAW)).isTrue();
    assertThat(frame.originalLength()).isEqualTo(0xffff_ffffL);
    assertThat(frame.buffer().get(frame.offset())).isEqualTo((byte) 3);
    assertThat(batch.next(frame, LinkType.RAW)).isFalse();

    batch.clear();
    assertThat(batch.next(frame, LinkType.RAW)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 65_535, 262_144, 2_000_000})
  void asManyFramesAsItSaysFitWhateverTheirLength(int snapshotLength) {
    FrameBatch batch = new FrameBatch(snapshotLength);
    assertThat(batch.capacity()).isPositive();
    for (int i = 0; i < batch.capacity(); i++) {
      batch.add(new byte[snapshotLength], snapshotLength, i);
    }
    for (int i = 0; i < batch.capacity(); i++) {
      assertThat(batch.next(frame, LinkType.RAW)).isTrue();
      assertThat(frame.timestamp()).isEqualTo(i);
    }
    assertThat(batch.next(frame, LinkType.RAW)).isFalse();
  }
}
