package org.ikisaki.wire;

import java.nio.ByteBuffer;

/**
 * One element of DER (ITU-T X.690, 8.1 and 10.1): a reusable view.
 *
 * <pre>
 *  identifier 8: class 2 | constructed 1 | number 5
 *  length 8 &lt; 0x80, or 8 = 0x80 + n and n bytes of it
 *  contents
 * </pre>
 *
 * <p>An element never reaches beyond the one it lies in, and no length is longer than three bytes,
 * so positions only grow and none overflows. The contents need not have arrived.
 */
final class DerElement {
  static final int BOOLEAN = 0x01;
  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int OBJECT_IDENTIFIER = 0x06;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;

  private static final int LONG_FORM = 0x80;
  private static final int LONGEST_LENGTH = 3;
  private static final int HIGH_NUMBER = 0x1f;

  private int tag;
  private int contents;
  private int end;

  /**
   * Reads the element at {@code at}.
   *
   * @param limit where the element it lies in ends
   * @param available where the bytes end that are there
   * @return MALFORMED too where there is no further element
   */
  Progress read(ByteBuffer buffer, int at, int limit, int available) {
    if (limit - at < 2) {
      return Progress.MALFORMED;
    }
    if (available - at < 2) {
      return Progress.INCOMPLETE;
    }
    tag = buffer.get(at) & 0xff;
    if ((tag & HIGH_NUMBER) == HIGH_NUMBER) {
      return Progress.MALFORMED;
    }
    int length = buffer.get(at + 1) & 0xff;
    contents = at + 2;
    if (length >= LONG_FORM) {
      int bytes = length - LONG_FORM;
      if (bytes == 0 || bytes > LONGEST_LENGTH || limit - contents < bytes) {
        return Progress.MALFORMED;
      }
      if (available - contents < bytes) {
        return Progress.INCOMPLETE;
      }
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = length << 8 | (buffer.get(contents + i) & 0xff);
      }
      contents += bytes;
    }
    end = contents + length;
    return end > limit ? Progress.MALFORMED : Progress.DONE;
  }

  /** Reads the element at {@code at}, which must be of one type. */
  Progress read(ByteBuffer buffer, int at, int limit, int available, int wanted) {
    Progress progress = read(buffer, at, limit, available);
    return progress == Progress.DONE && tag != wanted ? Progress.MALFORMED : progress;
  }

  /** The identifier: class, form and number. */
  int tag() {
    return tag;
  }

  /** Absolute index of its contents. */
  int contents() {
    return contents;
  }

  /** Absolute index after it. */
  int end() {
    return end;
  }
}
