package org.ikisaki.export;

import java.util.random.RandomGenerator;

/** Makes text that breaks naive encoders. */
final class HostileText {
  private static final String SHARP =
      ",= \\\"'\n\r\t\0#;%{}()[]$`\u007f\u0085\u2028\u2029\u202e\ufeff";

  private HostileText() {}

  static String next(RandomGenerator random) {
    int length = random.nextInt(random.nextInt(20) == 0 ? 400 : 12);
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(4)) {
        case 0 -> text.append(SHARP.charAt(random.nextInt(SHARP.length())));
        case 1 -> text.append((char) random.nextInt(0x10000));
        case 2 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
        default -> text.append((char) ('a' + random.nextInt(26)));
      }
    }
    return text.toString();
  }
}
