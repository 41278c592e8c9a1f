package org.ikisaki.fuzz;

import java.nio.ByteBuffer;

/** A fuzzer's input, read as steps; what is missing at its end reads as zeros. */
public final class Script {
  private static final byte[] ZEROS = new byte[0x1_0000];

  private final ByteBuffer input;

  public Script(byte[] input) {
    this.input = ByteBuffer.wrap(input);
  }

  public boolean hasNext() {
    return input.hasRemaining();
  }

  public int u8() {
    return input.hasRemaining() ? input.get() & 0xff : 0;
  }

  public int u16() {
    return u8() << 8 | u8();
  }

  /** A length in one byte, or in two. */
  public int length(boolean isLong) {
    return isLong ? u16() : u8();
  }

  /** Writes the next {@code length} bytes to {@code target} at {@code index}. */
  public void read(ByteBuffer target, int index, int length) {
    int there = Math.min(length, input.remaining());
    target.put(index, input, input.position(), there);
    input.position(input.position() + there);
    target.put(index + there, ZEROS, 0, length - there);
  }
}
