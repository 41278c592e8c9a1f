package org.ikisaki.linux;

import java.io.Closeable;
import java.nio.ByteBuffer;

/**
 * Waits for many sockets at a time (epoll(7)). Confined to one thread.
 *
 * <pre>
 * struct epoll_event, packed on x86-64 alone
 * +-------------------------------+-------------------------------+
 * |          events (32)          |   padding (32), not on x86    |
 * +-------------------------------+-------------------------------+
 * |                           data (64)                           |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class Epoll implements Closeable {
  /** How many are told of at once. */
  private static final int BATCH = 256;

  private static final int EPOLL_CLOEXEC = 0x80000;
  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLLIN = 1;
  private static final boolean PACKED = System.getProperty("os.arch", "").equals("amd64");
  private static final int DATA = PACKED ? 4 : 8;
  private static final int EVENT = DATA + Long.BYTES;

  private final ByteBuffer event = Abi.struct(EVENT);
  private final ByteBuffer events = Abi.struct(BATCH * EVENT);
  private final int descriptor;
  private boolean closed;

  public Epoll() throws ErrnoException, UnsupportedPlatformException {
    Abi.check();
    descriptor = Libc.check(Libc.epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
  }

  /**
   * Watches a socket for what can be read, and for errors, until it is closed.
   *
   * @param key what {@link #key} then says
   */
  public void add(InetSocket socket, long key) throws ErrnoException {
    event.putInt(0, EPOLLIN).putLong(DATA, key);
    Libc.check(Libc.epoll_ctl(descriptor, EPOLL_CTL_ADD, socket.descriptor(), event), "epoll_ctl");
  }

  /** How many sockets have something to say: those of {@link #key}; 0 after {@code millis}. */
  public int await(int millis) throws ErrnoException {
    int ready = Libc.epoll_wait(descriptor, events, BATCH, millis);
    if (ready < 0) {
      ErrnoException failure = Libc.failure("epoll_wait");
      if (failure.errno() != Libc.EINTR) {
        throw failure;
      }
      return 0;
    }
    return ready;
  }

  /** Of the {@code index}-th socket, from 0, of those that the last wait found. */
  public long key(int index) {
    return events.getLong(index * EVENT + DATA);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Libc.close(descriptor);
    }
  }
}
