package org.ikisaki.daemon;

import java.io.UncheckedIOException;

/** The thread that ended the daemon, and why. Its message is for the user. */
public final class DaemonException extends Exception {
  DaemonException(String thread, Throwable cause) {
    super(thread + ": " + message(cause), cause);
  }

  private static String message(Throwable cause) {
    Throwable inner = cause.getCause();
    if (cause instanceof UncheckedIOException && inner != null) {
      return message(inner);
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
