package org.ikisaki.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import org.ikisaki.fuzz.Prefixes;
import org.jspecify.annotations.Nullable;

/** Heads of HTTP/1 requests, whole and cut. */
class HttpHeadFuzzTest {
  private final Head head = new Head(new HttpHead());

  @FuzzTest(maxDuration = "1s")
  void heads(byte[] input) {
    Prefixes.check(head, 0, input);
  }

  private record Head(HttpHead view) implements Prefixes.Decoder {
    @Override
    public Progress read(ByteBuffer buffer, int available, int from) {
      return view.read(buffer, 0, available, from);
    }

    @Override
    public int resumeAt() {
      return view.resumeAt();
    }

    @Override
    public @Nullable String host() {
      return view.host();
    }
  }
}
