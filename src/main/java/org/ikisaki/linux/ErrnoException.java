package org.ikisaki.linux;

import java.io.IOException;

/** A system call failed. */
public final class ErrnoException extends IOException {
  public static final int ENETDOWN = 100;

  private static final int EPERM = 1;
  private static final int EACCES = 13;
  private static final long serialVersionUID = 1;

  private final int errno;

  ErrnoException(String call, int errno, String words) {
    super("%s: %s (errno %d)".formatted(call, words, errno));
    this.errno = errno;
  }

  /** Why, as numbered in errno.h. */
  public int errno() {
    return errno;
  }

  public boolean isPermission() {
    return errno == EPERM || errno == EACCES;
  }
}
