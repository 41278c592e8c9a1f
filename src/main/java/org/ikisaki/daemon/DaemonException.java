package org.ikisaki.daemon;

/** The thread that ended the daemon, and why. Its message is for the user. */
public final class DaemonException extends Exception {
  DaemonException(String thread, Throwable cause) {
    super(thread + ": " + message(cause), cause);
  }

  private static String message(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
