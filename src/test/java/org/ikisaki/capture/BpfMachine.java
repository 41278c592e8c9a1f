package org.ikisaki.capture;

import java.util.List;
import org.ikisaki.linux.BpfInstruction;

/** Runs a program of the classic packet filter machine as the kernel would. */
final class BpfMachine {
  private BpfMachine() {}

  /** How many bytes of the frame are kept; a load beyond its end keeps none. */
  static int run(List<BpfInstruction> program, byte[] frame) {
    int a = 0;
    int x = 0;
    int[] memory = new int[16];
    int counter = 0;
    while (true) {
      BpfInstruction instruction = program.get(counter++);
      int k = instruction.k();
      try {
        switch (instruction.code()) {
          case 0x00 -> a = k;
          case 0x80 -> a = frame.length;
          case 0x20 -> a = load(frame, k, 4);
          case 0x28 -> a = load(frame, k, 2);
          case 0x30 -> a = load(frame, k, 1);
          case 0x40 -> a = load(frame, x + k, 4);
          case 0x48 -> a = load(frame, x + k, 2);
          case 0x50 -> a = load(frame, x + k, 1);
          case 0x60 -> a = memory[k];
          case 0x01 -> x = k;
          case 0x81 -> x = frame.length;
          case 0xb1 -> x = 4 * (load(frame, k, 1) & 0xf);
          case 0x61 -> x = memory[k];
          case 0x02 -> memory[k] = a;
          case 0x03 -> memory[k] = x;
          case 0x04 -> a += k;
          case 0x0c -> a += x;
          case 0x14 -> a -= k;
          case 0x54 -> a &= k;
          case 0x74 -> a >>>= k;
          case 0x64 -> a <<= k;
          case 0x07 -> x = a;
          case 0x87 -> a = x;
          case 0x05 -> counter += k;
          case 0x15 -> counter += skip(instruction, a == k);
          case 0x25 -> counter += skip(instruction, Integer.compareUnsigned(a, k) > 0);
          case 0x35 -> counter += skip(instruction, Integer.compareUnsigned(a, k) >= 0);
          case 0x45 -> counter += skip(instruction, (a & k) != 0);
          case 0x06 -> {
            return k;
          }
          case 0x16 -> {
            return a;
          }
          default -> throw new IllegalArgumentException("unknown: " + instruction);
        }
      } catch (IndexOutOfBoundsException e) {
        return 0;
      }
    }
  }

  private static int skip(BpfInstruction instruction, boolean condition) {
    return condition ? instruction.ifTrue() : instruction.ifFalse();
  }

  private static int load(byte[] frame, int offset, int size) {
    int value = 0;
    for (int i = 0; i < size; i++) {
      value = value << 8 | frame[offset + i] & 0xff;
    }
    return value;
  }
}
