package org.ikisaki.trace.probe;

import java.io.IOException;

/** One target can't be sent to; the message says why. Others may be. */
public final class UnreachableException extends IOException {
  private static final long serialVersionUID = 1;

  public UnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
