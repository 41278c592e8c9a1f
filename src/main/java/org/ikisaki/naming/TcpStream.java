package org.ikisaki.naming;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The beginning of what one end of a TCP connection sends. Confined to one capture thread. */
final class TcpStream {
  private final int firstSequence;
  private final Memory memory;
  private @Nullable Assembly assembly;

  TcpProtocol protocol = TcpProtocol.UNDECIDED;

  /** How much of the assembly has been read and need not be again. */
  int position;

  /** Bytes of a TLS handshake message that were gathered from records, at the assembly's start. */
  int gathered;

  /** How many bytes of the record at {@link #position} are yet to be gathered. */
  int recordLeft;

  /** How much must be gathered before it is worth another look. */
  int worthReading;

  /**
   * @param firstSequence sequence number of the stream's first byte
   */
  TcpStream(int firstSequence, Memory memory) {
    this.firstSequence = firstSequence;
    this.memory = memory;
  }

  /** Where in the stream a segment belongs; negative if it began before. */
  int positionOf(int sequence) {
    return sequence - firstSequence;
  }

  boolean isEmpty() {
    return assembly == null;
  }

  /** Adds a segment; false if there is no memory for it. */
  boolean put(int sequence, ByteBuffer from, int index, int length) {
    if (assembly == null) {
      assembly = new Assembly(memory);
    }
    return assembly.put(positionOf(sequence), from, index, length);
  }

  /** What has been put together; must not be asked for while {@link #isEmpty}. */
  Assembly assembly() {
    if (assembly == null) {
      throw new IllegalStateException("nothing was put into the stream");
    }
    return assembly;
  }

  /** The sequence number of a position in the stream. */
  int sequenceAt(int position) {
    return firstSequence + position;
  }

  void release() {
    if (assembly != null) {
      assembly.release();
      assembly = null;
    }
  }
}
