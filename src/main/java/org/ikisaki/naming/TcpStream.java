package org.ikisaki.naming;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The beginning of what one end of a TCP connection sends. Confined to one capture thread. */
final class TcpStream {
  private static final int RECORD_HEADER = 5;
  private static final int HANDSHAKE_AND_MAJOR_VERSION = 0x1603;

  private final int firstSequence;
  private final Memory memory;
  private @Nullable Assembly assembly;

  TcpProtocol protocol = TcpProtocol.UNDECIDED;

  /** How much of the assembly has been read and need not be again. */
  int position;

  /** Bytes of TLS handshake messages that were gathered from records, at the assembly's start. */
  private int gathered;

  /** How many bytes of the record at {@link #position} are yet to be gathered. */
  private int recordLeft;

  /** How much must be gathered before it is worth another look. */
  private int worthReading;

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

  /**
   * Gathers handshake messages from the records that they are spread over, at the beginning of the
   * assembly: each byte is moved once.
   *
   * @return false where a record of another kind comes
   */
  boolean gather() {
    Assembly whole = assembly();
    ByteBuffer buffer = whole.buffer();
    int available = whole.contiguous();
    while (position < available) {
      if (recordLeft == 0) {
        if (available - position < RECORD_HEADER) {
          return true;
        }
        recordLeft = buffer.getShort(position + 3) & 0xffff;
        if (buffer.getShort(position) != HANDSHAKE_AND_MAJOR_VERSION || recordLeft == 0) {
          return false;
        }
        position += RECORD_HEADER;
      }
      int length = Math.min(recordLeft, available - position);
      whole.move(position, gathered, length);
      position += length;
      gathered += length;
      recordLeft -= length;
    }
    return true;
  }

  /** How many bytes {@link #gather} has put at the assembly's start. */
  int gathered() {
    return gathered;
  }

  /** Whether so much was gathered that another look is worth it. */
  boolean isWorthReading() {
    return gathered >= worthReading || assembly().contiguous() == Assembly.MAX_LENGTH;
  }

  /**
   * Takes in that what was gathered has been looked at: again as it grows by a quarter, and at its
   * end.
   *
   * @param end how many bytes it takes as a whole, as far as is known by now
   */
  void looked(int end) {
    int grown = gathered + gathered / 4 + 64;
    worthReading = end > gathered ? Math.min(end, grown) : grown;
  }

  void release() {
    if (assembly != null) {
      assembly.release();
      assembly = null;
    }
  }
}
