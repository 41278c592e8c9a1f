package org.ikisaki.linux;

import java.io.IOException;

/** A system call failed. */
public final class ErrnoException extends IOException {
  public static final int ENETDOWN = 100;

  private static final int EPERM = 1;
  private static final int EAGAIN = 11;
  private static final int EACCES = 13;
  private static final int ENOBUFS = 105;
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

  /** Whether it may work a little later: the system has no room just now. */
  public boolean isPassing() {
    return errno == EAGAIN || errno == ENOBUFS;
  }

  public boolean isPermission() {
    return errno == EPERM || errno == EACCES;
  }
}
