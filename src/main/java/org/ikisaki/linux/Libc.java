package org.ikisaki.linux;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * System calls as the C library has them; {@code size_t} is 64 bits, see {@link Abi}.
 *
 * <p>Each returns -1 when it fails, and {@link #check} then says why. Buffers are direct, and are
 * taken from their beginning. No call makes an object.
 */
final class Libc {
  static final int EINTR = 4;

  static {
    Native.register(Libc.class, "c");
  }

  private Libc() {}

  static native int socket(int domain, int type, int protocol);

  static native int bind(int descriptor, ByteBuffer address, int length);

  static native int connect(int descriptor, ByteBuffer address, int length);

  /** To {@code address}, or whom the socket is connected to where that is {@code null}. */
  static native long sendto(
      int descriptor,
      ByteBuffer bytes,
      long length,
      int flags,
      @Nullable ByteBuffer address,
      int addressLength);

  static native long recvmsg(int descriptor, ByteBuffer header, int flags);

  static native int epoll_create1(int flags);

  static native int epoll_ctl(int epoll, int operation, int descriptor, ByteBuffer event);

  static native int epoll_wait(int epoll, ByteBuffer events, int size, int timeoutMillis);

  /** Not a system call: returns 0, or why not, as numbered in netdb.h. */
  static native int getnameinfo(
      ByteBuffer address,
      int addressLength,
      ByteBuffer host,
      int hostLength,
      @Nullable ByteBuffer service,
      int serviceLength,
      int flags);

  static native int getsockname(int descriptor, ByteBuffer address, ByteBuffer length);

  static native int setsockopt(int descriptor, int level, int name, ByteBuffer value, int length);

  static native int getsockopt(
      int descriptor, int level, int name, ByteBuffer value, ByteBuffer length);

  /** Variadic in C: on 64-bit Linux that makes no difference for a pointer. */
  static native int ioctl(int descriptor, long request, ByteBuffer argument);

  static native Pointer mmap(
      long address, long length, int protection, int flags, int descriptor, long offset);

  static native int munmap(Pointer address, long length);

  static native int poll(ByteBuffer descriptors, long count, int timeoutMillis);

  static native int eventfd(int initialValue, int flags);

  static native long write(int descriptor, ByteBuffer bytes, long length);

  static native int close(int descriptor);

  static native int if_nametoindex(String name);

  static native String strerror(int errno);

  /** Passes a result through, unless it says that {@code call} failed. */
  static int check(int result, String call) throws ErrnoException {
    if (result < 0) {
      throw failure(call);
    }
    return result;
  }

  /** Why the last call of this thread failed. */
  static ErrnoException failure(String call) {
    int errno = Native.getLastError();
    return new ErrnoException(call, errno, strerror(errno));
  }
}
