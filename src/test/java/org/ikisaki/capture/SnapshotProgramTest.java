package org.ikisaki.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.ikisaki.linux.BpfInstruction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the program against a plain statement of its rules, on generated frames. */
class SnapshotProgramTest {
  private static final int FRAMES = 200_000;
  private static final int WHOLE = 2_048;
  private static final Set<Integer> NAMES = Set.of(53, 67, 68, 137, 546, 547, 1900, 5353, 5355);
  private static final Set<Integer> TLS = Set.of(443, 853, 8443);
  private static final Set<String> REQUESTS =
      Set.of(
          "GET ", "POST", "HEAD", "PUT ", "DELE", "CONN", "OPTI", "PATC", "TRAC", "PRI ", "PROP",
          "REPO", "NOTI", "SUBS", "M-SE");
  private static final Set<Integer> VERSIONS =
      Set.of(1, 0x6b3343cf, 0xff00001d, 0xfaceb002, 0x51303530, 0x54303531);

  private final Random random = new Random(42);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void keepsOfEachFrameWhatTheRulesSay(boolean hasLinkHeader) {
    List<BpfInstruction> program = SnapshotProgram.assemble(hasLinkHeader, 65_535, List.of());
    Map<Boolean, Integer> seen = new HashMap<>();
    for (int i = 0; i < FRAMES; i++) {
      byte[] frame = frame(hasLinkHeader);
      int expected = rule(frame, hasLinkHeader ? 14 : 0);
      assertThat(BpfMachine.run(program, frame))
          .withFailMessage(() -> "frame " + Arrays.toString(frame))
          .isEqualTo(expected);
      seen.merge(expected == WHOLE, 1, Integer::sum);
    }
    assertThat(seen)
        .hasSize(2)
        .allSatisfy((whole, count) -> assertThat(count).isGreaterThan(9_999));
  }

  @Test
  void noFrameIsDroppedForItsBytesOrLength() {
    List<BpfInstruction> program = SnapshotProgram.assemble(true, 65_535, List.of());
    for (int i = 0; i < FRAMES; i++) {
      byte[] frame = new byte[random.nextInt(200)];
      random.nextBytes(frame);
      if (frame.length > 14) {
        ByteBuffer.wrap(frame).putShort(12, (short) (random.nextBoolean() ? 0x0800 : 0x86dd));
        boolean isTcp = random.nextBoolean();
        ByteBuffer.wrap(frame).put(Math.min(frame.length - 1, 23), (byte) (isTcp ? 6 : 17));
      }
      assertThat(BpfMachine.run(program, frame)).isPositive();
    }
  }

  @Test
  void keepsNoMoreThanTheSnapshotLength() {
    List<BpfInstruction> program = SnapshotProgram.assemble(true, 128, List.of());
    for (int i = 0; i < 1_000; i++) {
      assertThat(BpfMachine.run(program, frame(true))).isBetween(14 + 8 + 4, 128);
    }
  }

  @Test
  void leavesRoomForLongFilters() {
    assertThat(SnapshotProgram.assemble(true, 65_535, List.of())).hasSizeLessThan(128);
  }

  /** The rules of the program's own documentation, said once more. */
  private static int rule(byte[] bytes, int at) {
    ByteBuffer frame = ByteBuffer.wrap(bytes);
    int headers = at + 60 + 60 + 4;
    if (bytes.length < headers) {
      return WHOLE;
    }
    int version =
        at == 0
            ? (frame.get(0) >>> 4) & 0xf
            : switch (frame.getShort(12) & 0xffff) {
              case 0x0800 -> 4;
              case 0x86dd -> 6;
              default -> 0;
            };
    int protocol;
    int transport;
    if (version == 4) {
      if ((frame.getShort(at + 6) & 0x3fff) != 0) {
        return WHOLE;
      }
      protocol = frame.get(at + 9);
      transport = at + (frame.get(at) & 0xf) * 4;
    } else if (version == 6) {
      protocol = frame.get(at + 6);
      transport = at + 40;
      if (Set.of(0, 43, 44, 60).contains(protocol)) {
        return WHOLE;
      }
    } else {
      return WHOLE;
    }
    if (protocol != 6 && protocol != 17) {
      return headers;
    }
    int source = frame.getShort(transport) & 0xffff;
    int destination = frame.getShort(transport + 2) & 0xffff;
    if (NAMES.contains(source) || NAMES.contains(destination)) {
      return WHOLE;
    }
    boolean isWhole;
    int payload;
    if (protocol == 6) {
      int length = (frame.get(transport + 12) >>> 4 & 0xf) * 4;
      payload = transport + length;
      String four = new String(bytes, payload, 4, StandardCharsets.ISO_8859_1);
      boolean isTls = bytes[payload] == 0x16 && bytes[payload + 1] == 3;
      isWhole = TLS.contains(destination) || length >= 20 && (isTls || REQUESTS.contains(four));
      if (length < 20) {
        return isWhole ? WHOLE : headers;
      }
    } else {
      payload = transport + 8;
      boolean isDtls = (frame.getShort(payload) & 0xffff) == 0x16fe;
      boolean isLong = frame.get(payload) < 0;
      isWhole = isDtls || isLong && isQuicVersion(frame.getInt(payload + 1));
    }
    return isWhole ? WHOLE : payload + 4;
  }

  private static boolean isQuicVersion(int version) {
    return version == 1
        || version == 0x6b3343cf
        || version >>> 8 == 0xff0000
        || version >>> 8 == 0xfaceb0
        || version >>> 16 == 0x5130
        || version >>> 16 == 0x5430;
  }

  /** A frame of noise, but for the fields that decide: those hit and miss about equally. */
  private byte[] frame(boolean hasLinkHeader) {
    int at = hasLinkHeader ? 14 : 0;
    byte[] bytes = new byte[at + 300];
    random.nextBytes(bytes);
    ByteBuffer frame = ByteBuffer.wrap(bytes);
    boolean isIpv4 = random.nextBoolean();
    if (random.nextInt(10) > 0) {
      if (hasLinkHeader) {
        frame.putShort(12, (short) (isIpv4 ? 0x0800 : 0x86dd));
      }
      frame.put(at, (byte) ((isIpv4 ? 0x40 : 0x60) | random.nextInt(16)));
    }
    if (isIpv4) {
      frame.putShort(at + 6, (short) (random.nextInt(5) == 0 ? random.nextInt() : 0x4000));
    }
    int protocol = pick(6, 17, 6, 17, 1, 58, 0, 43, 44, 60);
    frame.put(at + (isIpv4 ? 9 : 6), (byte) protocol);
    int transport = at + (isIpv4 ? (frame.get(at) & 0xf) * 4 : 40);
    if (random.nextInt(4) == 0) {
      frame.putShort(transport, (short) pick(53, 67, 68, 137, 546, 547, 1900, 5353, 5355, 443));
    }
    if (random.nextInt(4) == 0) {
      frame.putShort(transport + 2, (short) pick(53, 5353, 443, 853, 8443, 8080));
    }
    int payload =
        protocol == 17 ? transport + 8 : transport + (frame.get(transport + 12) >>> 4 & 0xf) * 4;
    begin(frame, payload);
    return Arrays.copyOf(bytes, at + 60 + random.nextInt(240));
  }

  private void begin(ByteBuffer frame, int payload) {
    switch (random.nextInt(4)) {
      case 0 ->
          frame.put(
              payload,
              REQUESTS.toArray(String[]::new)[random.nextInt(REQUESTS.size())].getBytes(
                  StandardCharsets.ISO_8859_1));
      case 1 -> frame.put(payload, (byte) 0x16).put(payload + 1, (byte) pick(3, 0xfe, 4));
      case 2 ->
          frame
              .put(payload, (byte) pick(0xc3, 0x83, 0x43))
              .putInt(
                  payload + 1, VERSIONS.toArray(Integer[]::new)[random.nextInt(VERSIONS.size())]);
      default -> {}
    }
  }

  private int pick(int... values) {
    return values[random.nextInt(values.length)];
  }
}
