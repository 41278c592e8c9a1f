package org.ikisaki.trace.probe;

import java.io.IOException;
import org.ikisaki.linux.ErrnoException;

/** One target can't be sent to; the message says why. Others may be. */
public final class UnreachableException extends IOException {
  private static final long serialVersionUID = 1;

  private UnreachableException(String message, Throwable cause) {
    super(message, cause);
  }

  static UnreachableException of(ErrnoException cause) {
    String why =
        cause.isPermission()
            ? "this system does not allow it: a broadcast address, or a firewall rule"
            : String.valueOf(cause.getMessage());
    return new UnreachableException("nothing can be sent there: " + why, cause);
  }
}
