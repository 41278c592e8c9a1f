package org.ikisaki.linux;

/** What a wait ended with. */
public enum Readiness {
  /** Its time was over. */
  NOTHING,
  READABLE,
  /** The socket has an error to be taken. */
  TROUBLE,
  /** Somebody ended it, or a signal. */
  WOKEN
}
