package org.ikisaki.capture;

import java.util.ArrayList;
import java.util.List;
import org.ikisaki.linux.BpfInstruction;
import org.jspecify.annotations.Nullable;

/**
 * Puts a program for the classic packet filter machine together (linux/filter.h): it has an
 * accumulator A, an index X, and jumps forward only.
 *
 * <p>A conditional jump reaches 255 instructions, an unconditional one all of them. So where a
 * label lies further, the jump goes to an unconditional one right behind it.
 */
final class BpfAssembler {
  private static final int LOAD_LENGTH = 0x80;
  private static final int LOAD_HALF = 0x28;
  private static final int LOAD_BYTE = 0x30;
  private static final int LOAD_WORD_AT_X = 0x40;
  private static final int LOAD_HALF_AT_X = 0x48;
  private static final int LOAD_BYTE_AT_X = 0x50;
  private static final int LOAD_X = 0x01;
  private static final int LOAD_X_WITH_IPV4_HEADER_LENGTH = 0xb1;
  private static final int ADD = 0x04;
  private static final int ADD_X = 0x0c;
  private static final int AND = 0x54;
  private static final int SHIFT_RIGHT = 0x74;
  private static final int COPY_TO_X = 0x07;
  private static final int COPY_FROM_X = 0x87;
  private static final int RETURN = 0x06;
  private static final int RETURN_A = 0x16;
  private static final int JUMP = 0x05;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int JUMP_IF_ANY_BIT = 0x45;
  private static final int JUMP_IF_AT_LEAST = 0x35;

  private static final int REACH = 255;

  private final List<Step> steps = new ArrayList<>();

  /** A place in the program, to be {@linkplain #place placed} behind all jumps to it. */
  static final class Label {
    private int step = -1;
  }

  /**
   * An instruction.
   *
   * @param target where its jump leads, if it holds; null where the instruction says it all
   */
  private record Step(BpfInstruction instruction, @Nullable Label target) {}

  BpfAssembler place(Label label) {
    label.step = steps.size();
    return this;
  }

  /** A becomes the frame's length, whatever of it is kept. */
  BpfAssembler loadLength() {
    return add(LOAD_LENGTH, 0);
  }

  BpfAssembler loadHalf(int offset) {
    return add(LOAD_HALF, offset);
  }

  BpfAssembler loadByte(int offset) {
    return add(LOAD_BYTE, offset);
  }

  BpfAssembler loadWordAtX(int offset) {
    return add(LOAD_WORD_AT_X, offset);
  }

  BpfAssembler loadHalfAtX(int offset) {
    return add(LOAD_HALF_AT_X, offset);
  }

  BpfAssembler loadByteAtX(int offset) {
    return add(LOAD_BYTE_AT_X, offset);
  }

  BpfAssembler loadX(int value) {
    return add(LOAD_X, value);
  }

  /** X becomes four times the low half of the byte: the length of the IPv4 header there. */
  BpfAssembler loadXWithIpv4HeaderLength(int offset) {
    return add(LOAD_X_WITH_IPV4_HEADER_LENGTH, offset);
  }

  BpfAssembler and(int mask) {
    return add(AND, mask);
  }

  BpfAssembler shiftRight(int bits) {
    return add(SHIFT_RIGHT, bits);
  }

  BpfAssembler add(int value) {
    return add(ADD, value);
  }

  BpfAssembler addX() {
    return add(ADD_X, 0);
  }

  BpfAssembler copyToX() {
    return add(COPY_TO_X, 0);
  }

  BpfAssembler copyFromX() {
    return add(COPY_FROM_X, 0);
  }

  /** Ends the program: as many bytes of the frame are kept as A says. */
  BpfAssembler keepA() {
    return add(RETURN_A, 0);
  }

  /** Ends the program: so many bytes of the frame are kept, 0 for none of it. */
  BpfAssembler keep(int bytes) {
    return add(RETURN, bytes);
  }

  BpfAssembler jump(Label target) {
    return add(JUMP, 0, target);
  }

  BpfAssembler jumpIfEqual(int value, Label target) {
    return add(JUMP_IF_EQUAL, value, target);
  }

  BpfAssembler jumpIfAnyBit(int mask, Label target) {
    return add(JUMP_IF_ANY_BIT, mask, target);
  }

  /** Compares unsigned. */
  BpfAssembler jumpIfAtLeast(int value, Label target) {
    return add(JUMP_IF_AT_LEAST, value, target);
  }

  /** A whole program: where it would keep nothing, this one does; elsewhere this one goes on. */
  BpfAssembler unlessRejectedBy(List<BpfInstruction> program) {
    Label accepted = new Label();
    for (BpfInstruction instruction : program) {
      if (instruction.code() == RETURN && instruction.k() != 0) {
        jump(accepted);
      } else {
        steps.add(new Step(instruction, null));
      }
    }
    return place(accepted);
  }

  List<BpfInstruction> assemble() {
    int[] starts = starts();
    List<BpfInstruction> program = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      BpfInstruction instruction = step.instruction;
      if (step.target == null) {
        program.add(instruction);
        continue;
      }
      int distance = starts[step.target.step] - starts[i] - 1;
      boolean isFar = starts[i + 1] - starts[i] == 2;
      if (instruction.code() == JUMP) {
        program.add(new BpfInstruction(JUMP, 0, 0, distance));
      } else if (isFar) {
        program.add(new BpfInstruction(instruction.code(), 0, 1, instruction.k()));
        program.add(new BpfInstruction(JUMP, 0, 0, distance - 1));
      } else {
        program.add(new BpfInstruction(instruction.code(), distance, 0, instruction.k()));
      }
    }
    return program;
  }

  /** Where each step begins, and behind the last: steps grow until every jump reaches its label. */
  private int[] starts() {
    boolean[] isFar = new boolean[steps.size()];
    while (true) {
      int[] starts = new int[steps.size() + 1];
      for (int i = 0; i < isFar.length; i++) {
        starts[i + 1] = starts[i] + (isFar[i] ? 2 : 1);
      }
      boolean grew = false;
      for (int i = 0; i < isFar.length; i++) {
        Step step = steps.get(i);
        if (step.target != null && !isFar[i] && step.instruction.code() != JUMP) {
          isFar[i] = starts[step.target.step] - starts[i] - 1 > REACH;
          grew |= isFar[i];
        }
      }
      if (!grew) {
        return starts;
      }
    }
  }

  private BpfAssembler add(int code, int k) {
    return add(code, k, null);
  }

  private BpfAssembler add(int code, int k, @Nullable Label target) {
    steps.add(new Step(new BpfInstruction(code, 0, 0, k), target));
    return this;
  }
}
