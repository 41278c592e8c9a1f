package org.ikisaki.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import org.ikisaki.fuzz.Oracle;

/** What an Initial holds once it is opened, of all versions. */
class QuicCryptoFramesFuzzTest {
  private static final int[] CRYPTO = {0x06, 0x08};

  private final QuicCryptoFrames frames = new QuicCryptoFrames();

  @FuzzTest(maxDuration = "1s")
  void frames(byte[] input) {
    ByteBuffer buffer = ByteBuffer.wrap(input);
    for (int type : CRYPTO) {
      frames.wrap(buffer, input.length, type);
      int behind = 0;
      while (frames.next()) {
        Oracle.holds(frames.index() > behind, "every frame takes us further");
        Oracle.holds(frames.offset() >= 0 && frames.length() >= 0, "no number is negative");
        behind = frames.index() + frames.length();
        Oracle.holds(behind <= input.length, "a frame's data lies in its packet");
      }
    }
  }
}
