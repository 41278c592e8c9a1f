package org.ikisaki.capture;

import java.io.Closeable;
import java.io.IOException;
import org.ikisaki.wire.Frame;

/**
 * Where frames come from. Confined to the capture thread that polls it, but for {@link #stop} and
 * {@link #status}.
 */
public interface FrameSource extends Closeable {
  /** The {@link #status} of a source that is well. */
  String CAPTURING = "capturing";

  /** What a poll brought. */
  enum Poll {
    /** The frame has been set. */
    FRAME,
    /** Nothing just now: a live source waits at most 100 ms before it says so. */
    IDLE,
    /** There will be no more. */
    END
  }

  /** A short name for rows, logs and people: an interface, a file's name, {@code -}. */
  String name();

  /** Whether frames arrive by the clock; if not, the next is there for the asking. */
  boolean isLive();

  /**
   * Brings the next frame, valid until the next call.
   *
   * @throws IOException when the source is broken and should be opened anew
   */
  Poll poll(Frame frame) throws IOException;

  /** What was dropped, summed since the source was opened. */
  DropCounts drops();

  /** How often it was lost, and looked for again, since it was opened first. */
  default long gaps() {
    return 0;
  }

  /** How it is, in words: {@link #CAPTURING}, or what ails it. Callable from any thread. */
  default String status() {
    return CAPTURING;
  }

  /** Makes a poll that waits, and every later one, return END soon. Callable from any thread. */
  void stop();

  /**
   * Frames lost before we saw them.
   *
   * @param kernel for want of buffer space
   * @param networkInterface by the network interface or its driver
   */
  record DropCounts(long kernel, long networkInterface) {
    public static final DropCounts NONE = new DropCounts(0, 0);
  }
}
