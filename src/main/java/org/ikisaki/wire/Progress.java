package org.ikisaki.wire;

/** What reading the beginning of a message came to. */
public enum Progress {
  /** All that there is to know is known. */
  DONE,
  /** What is looked for may be in the bytes that are yet to come. */
  INCOMPLETE,
  /** No such message. */
  MALFORMED
}
