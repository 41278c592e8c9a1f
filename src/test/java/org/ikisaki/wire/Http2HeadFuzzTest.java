package org.ikisaki.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import org.ikisaki.fuzz.Prefixes;
import org.jspecify.annotations.Nullable;

/** Beginnings of HTTP/2 connections in the clear, whole and cut. */
class Http2HeadFuzzTest {
  /** Its callers wait for as much, to tell it from HTTP/1. */
  private static final int TELLING = 16;

  private final Head head = new Head(new Http2Head());

  @FuzzTest(maxDuration = "1s")
  void heads(byte[] input) {
    Prefixes.check(head, TELLING, input);
  }

  private record Head(Http2Head view) implements Prefixes.Decoder {
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
