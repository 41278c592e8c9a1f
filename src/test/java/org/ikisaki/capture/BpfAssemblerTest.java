package org.ikisaki.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.ikisaki.capture.BpfAssembler.Label;
import org.ikisaki.linux.BpfInstruction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BpfAssemblerTest {
  private static final byte[] FRAME = {1, 2, 3, 4, 5, 6, 7, 8};

  @Test
  void anInstructionThatDoesNotJumpGoesOn() {
    List<BpfInstruction> program =
        new BpfAssembler().loadX(2).loadByteAtX(1).addX().shiftRight(1).keep(9).assemble();
    assertThat(program)
        .containsExactly(
            new BpfInstruction(0x01, 0, 0, 2),
            new BpfInstruction(0x50, 0, 0, 1),
            new BpfInstruction(0x0c, 0, 0, 0),
            new BpfInstruction(0x74, 0, 0, 1),
            new BpfInstruction(0x06, 0, 0, 9));
  }

  /** The distance is one more than what lies between: 254 fits in a jump, and 255 still does. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 254, 255, 256, 257, 3_000})
  void aJumpReachesItsLabelHoweverFar(int between) {
    assertThat(BpfMachine.run(jumpOver(between, 1), FRAME)).isEqualTo(42);
    assertThat(BpfMachine.run(jumpOver(between, 7), FRAME)).isEqualTo(7);
    assertThat(jumpOver(between, 1)).hasSize(between + 4 + (between > 254 ? 1 : 0));
  }

  @Test
  void jumpsThatGrowPushOthersOutOfReach() {
    Label target = new Label();
    BpfAssembler assembler = new BpfAssembler().loadByte(0);
    for (int i = 0; i < 200; i++) {
      assembler.jumpIfEqual(100 + i, target);
    }
    assembler.jumpIfEqual(1, target);
    for (int i = 0; i < 200; i++) {
      assembler.jumpIfEqual(100 + i, target);
    }
    List<BpfInstruction> program = assembler.keep(7).place(target).keep(42).assemble();
    assertThat(BpfMachine.run(program, FRAME)).isEqualTo(42);
    assertThat(BpfMachine.run(program, new byte[] {2})).isEqualTo(7);
    assertThat(program).allMatch(i -> i.ifTrue() <= 255);
  }

  @Test
  void whatAnotherProgramRejectsIsRejectedAndAllElseGoesOn() {
    Label wanted = new Label();
    List<BpfInstruction> filter =
        new BpfAssembler()
            .loadByte(0)
            .jumpIfEqual(1, wanted)
            .keep(0)
            .place(wanted)
            .keep(262_144)
            .assemble();
    List<BpfInstruction> program = new BpfAssembler().unlessRejectedBy(filter).keep(42).assemble();
    assertThat(BpfMachine.run(program, FRAME)).isEqualTo(42);
    assertThat(BpfMachine.run(program, new byte[] {2})).isZero();
    assertThat(BpfMachine.run(program, new byte[0])).isZero();
  }

  private static List<BpfInstruction> jumpOver(int between, int firstByte) {
    Label target = new Label();
    BpfAssembler assembler = new BpfAssembler().loadByte(0).jumpIfEqual(firstByte, target);
    for (int i = 0; i < between; i++) {
      assembler.loadX(i);
    }
    return assembler.keep(7).place(target).keep(42).assemble();
  }
}
