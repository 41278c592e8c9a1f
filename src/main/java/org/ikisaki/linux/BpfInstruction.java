package org.ikisaki.linux;

import java.nio.ByteBuffer;

/**
 * An instruction of the classic packet filter machine, {@code struct sock_filter}.
 *
 * <pre>
 * +---------------+-------+-------+-------------------------------+
 * |   code (16)   | jt (8)| jf (8)|            k (32)             |
 * +---------------+-------+-------+-------------------------------+
 * </pre>
 *
 * @param ifTrue instructions to skip if a conditional jump's condition holds
 * @param ifFalse or if it doesn't
 * @param k the operand
 */
public record BpfInstruction(int code, int ifTrue, int ifFalse, int k) {
  /** As many as the kernel takes in one program. */
  public static final int MAX_PROGRAM = 4_096;

  static final int SIZE = 8;

  private static final int IF_TRUE = 2;
  private static final int IF_FALSE = 3;
  private static final int K = 4;

  static BpfInstruction at(ByteBuffer struct, int offset) {
    return new BpfInstruction(
        struct.getShort(offset) & 0xffff,
        struct.get(offset + IF_TRUE) & 0xff,
        struct.get(offset + IF_FALSE) & 0xff,
        struct.getInt(offset + K));
  }

  void putAt(ByteBuffer struct, int offset) {
    struct
        .putShort(offset, (short) code)
        .put(offset + IF_TRUE, (byte) ifTrue)
        .put(offset + IF_FALSE, (byte) ifFalse)
        .putInt(offset + K, k);
  }
}
