package org.ikisaki.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AssemblyTest {
  private final Memory memory = new Memory(1 << 20);
  private final Assembly assembly = new Assembly(memory);

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private boolean put(byte[] whole, int from, int to) {
    return assembly.put(from, ByteBuffer.wrap(whole), from, to - from);
  }

  private byte[] assembled() {
    return Arrays.copyOf(assembly.buffer().array(), assembly.contiguous());
  }

  @Test
  void putsPiecesTogetherInAnyOrder() {
    byte[] whole = bytes(5_000);
    for (int from = 4_900; from >= 0; from -= 100) {
      assertThat(assembly.contiguous()).isZero();
      assertThat(put(whole, from, from + 100)).isTrue();
    }
    assertThat(assembly.hasGap()).isFalse();
    assertThat(assembled()).isEqualTo(whole);
  }

  @Test
  void agreesWithASimpleModelOnRandomPieces() {
    Random random = new Random(7);
    byte[] whole = bytes(1_000);
    for (int round = 0; round < 2_000; round++) {
      Assembly tested = new Assembly(new Memory(1 << 20));
      boolean[] model = new boolean[1_000];
      for (int piece = random.nextInt(30); piece >= 0; piece--) {
        int from = random.nextInt(1_000);
        int to = random.nextInt(from, 1_001);
        tested.put(from, ByteBuffer.wrap(whole), from, to - from);
        Arrays.fill(model, from, to, true);
      }
      int contiguous = 0;
      while (contiguous < 1_000 && model[contiguous]) {
        contiguous++;
      }
      assertThat(tested.contiguous()).isEqualTo(contiguous);
      assertThat(Arrays.copyOf(tested.buffer().array(), contiguous))
          .isEqualTo(Arrays.copyOf(whole, contiguous));
    }
  }

  @Test
  void keepsNoMoreThanItsBound() {
    byte[] whole = bytes(Assembly.MAX_LENGTH + 100);
    assertThat(put(whole, Assembly.MAX_LENGTH - 10, Assembly.MAX_LENGTH + 100)).isTrue();
    assertThat(put(whole, Assembly.MAX_LENGTH + 1, Assembly.MAX_LENGTH + 100)).isTrue();
    assertThat(put(whole, 0, Assembly.MAX_LENGTH)).isTrue();
    assertThat(assembly.contiguous()).isEqualTo(Assembly.MAX_LENGTH);
    assertThat(memory.taken()).isEqualTo(Assembly.MAX_LENGTH);
  }

  @Test
  void leavesOutWhatCameBeforeTheStream() {
    byte[] whole = bytes(100);
    assertThat(assembly.put(-40, ByteBuffer.wrap(whole), 0, 100)).isTrue();
    assertThat(assembled()).isEqualTo(Arrays.copyOfRange(whole, 40, 100));
    assertThat(assembly.put(-200, ByteBuffer.wrap(whole), 0, 100)).isTrue();
    assertThat(assembly.contiguous()).isEqualTo(60);
  }

  @Test
  void asksForMemoryAndGivesItBack() {
    Memory little = new Memory(5_000);
    Assembly first = new Assembly(little);
    Assembly second = new Assembly(little);
    byte[] whole = bytes(3_000);
    assertThat(first.put(0, ByteBuffer.wrap(whole), 0, 3_000)).isTrue();
    assertThat(second.put(0, ByteBuffer.wrap(whole), 0, 3_000)).isFalse();
    first.release();
    assertThat(little.taken()).isZero();
    assertThat(second.put(0, ByteBuffer.wrap(whole), 0, 3_000)).isTrue();
  }
}
