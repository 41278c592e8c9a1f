package org.ikisaki.linux;

import java.io.IOException;

/** This system, kernel or interface lacks what packet sockets need; the message says what. */
public final class UnsupportedPlatformException extends IOException {
  private static final long serialVersionUID = 1;

  public UnsupportedPlatformException(String message) {
    super(message);
  }
}
