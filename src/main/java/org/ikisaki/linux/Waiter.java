package org.ikisaki.linux;

import java.io.Closeable;
import java.nio.ByteBuffer;

/**
 * Waits for a descriptor, and can be woken meanwhile: {@code poll(2)} on it and an event
 * descriptor. Confined to the thread that waits, but for {@link #wake}.
 *
 * <pre>
 * struct pollfd
 * +-------------------------------+---------------+---------------+
 * |            fd (32)            |  events (16)  | revents (16)  |
 * +-------------------------------+---------------+---------------+
 * </pre>
 */
final class Waiter implements Closeable {
  private static final int POLLFD = 8;
  private static final int EVENTS = 4;
  private static final int RETURNED = 6;
  private static final short POLLIN = 1;
  private static final int TROUBLE = 0x8 | 0x10 | 0x20; // POLLERR, POLLHUP, POLLNVAL

  private static final int EFD_CLOEXEC = 0x80000;

  private final ByteBuffer descriptors = Abi.struct(2 * POLLFD);
  private final ByteBuffer one = Abi.struct(Long.BYTES).putLong(0, 1);
  private int event;

  Waiter(int descriptor) throws ErrnoException {
    event = Libc.check(Libc.eventfd(0, EFD_CLOEXEC), "eventfd");
    descriptors.putInt(0, descriptor).putShort(EVENTS, POLLIN);
    descriptors.putInt(POLLFD, event).putShort(POLLFD + EVENTS, POLLIN);
  }

  /** Waits until there is something to read or in trouble, it is woken, or the time is over. */
  Readiness await(int millis) throws ErrnoException {
    int ready = Libc.poll(descriptors, 2, millis);
    if (ready < 0) {
      ErrnoException failure = Libc.failure("poll");
      if (failure.errno() != Libc.EINTR) {
        throw failure;
      }
      return Readiness.WOKEN;
    }
    int returned = descriptors.getShort(RETURNED);
    if (ready == 0) {
      return Readiness.NOTHING;
    }
    return (returned & TROUBLE) != 0
        ? Readiness.TROUBLE
        : (returned & POLLIN) != 0 ? Readiness.READABLE : Readiness.WOKEN;
  }

  /** Ends a wait, and every later one. Callable from any thread, even when all is closed. */
  synchronized void wake() {
    if (event >= 0) {
      Libc.write(event, one, Long.BYTES);
    }
  }

  @Override
  public synchronized void close() {
    if (event >= 0) {
      Libc.close(event);
      event = -1;
    }
  }
}
