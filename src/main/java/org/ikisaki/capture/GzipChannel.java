package org.ikisaki.capture;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses gzip (RFC 1952): any number of members, one after the other. {@link
 * java.util.zip.GZIPInputStream} would take a pipe that pauses between two members for one that has
 * ended. Confined to the thread that reads.
 *
 * <pre>
 * member:   magic(2) method(1) flags(1) time(4) extra flags(1) system(1)
 *           [extra length(2) extra] [name 0] [comment 0] [header checksum(2)]
 *           deflated data  checksum(4) length(4)
 * </pre>
 */
final class GzipChannel extends Decompression {
  private static final int MAGIC_1 = 0x1f;
  private static final int MAGIC_2 = 0x8b;
  private static final int DEFLATE = 8;
  private static final int AFTER_FLAGS = 6;

  private static final int HAS_HEADER_CHECKSUM = 0x02;
  private static final int HAS_EXTRA = 0x04;
  private static final int HAS_NAME = 0x08;
  private static final int HAS_COMMENT = 0x10;
  private static final int RESERVED = 0xe0;

  private final CompressedInput input;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private boolean inMember;
  private boolean isFirst = true;

  GzipChannel(CompressedInput input) {
    super("gzip", input);
    this.input = input;
  }

  @Override
  void advance(ByteBuffer target) throws IOException {
    try {
      if (inMember) {
        inflate(target);
      } else if (input.hasMore()) {
        beginMember();
      } else {
        end();
      }
    } catch (EOFException e) {
      end("is cut off");
    } catch (DataFormatException e) {
      end("is corrupt");
    }
  }

  @Override
  void release() {
    inflater.end();
  }

  private void beginMember() throws IOException, DataFormatException {
    int first = u8();
    if (!isFirst && first == 0) {
      // Tapes and the like fill up their last block.
      return;
    }
    if (first != MAGIC_1 || u8() != MAGIC_2 || u8() != DEFLATE) {
      end("is followed by something else");
      return;
    }
    int flags = u8();
    skip(AFTER_FLAGS);
    if ((flags & RESERVED) != 0) {
      throw new DataFormatException();
    }
    if ((flags & HAS_EXTRA) != 0) {
      skip(u8() | u8() << 8);
    }
    if ((flags & HAS_NAME) != 0) {
      skipText();
    }
    if ((flags & HAS_COMMENT) != 0) {
      skipText();
    }
    if ((flags & HAS_HEADER_CHECKSUM) != 0) {
      skip(2);
    }
    inflater.reset();
    inflater.setInput(input.buffer());
    checksum.reset();
    inMember = true;
    isFirst = false;
  }

  private void inflate(ByteBuffer target) throws IOException, DataFormatException {
    if (inflater.needsInput() && !input.hasMore()) {
      throw new EOFException();
    }
    int start = target.position();
    inflater.inflate(target);
    int limit = target.limit();
    target.flip().position(start);
    checksum.update(target);
    target.limit(limit);
    if (inflater.finished()) {
      endMember();
    } else if (inflater.needsDictionary()) {
      throw new DataFormatException();
    }
  }

  private void endMember() throws IOException {
    inMember = false;
    long sum = u32();
    long length = u32();
    if (sum != checksum.getValue() || length != (inflater.getBytesWritten() & 0xffff_ffffL)) {
      note("is changed since it was written, as its checksum says");
    }
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      u8();
    }
  }

  private void skipText() throws IOException {
    while (u8() != 0) {}
  }

  private long u32() throws IOException {
    return u8() | u8() << 8 | u8() << 16 | (long) u8() << 24;
  }

  private int u8() throws IOException {
    if (!input.hasMore()) {
      throw new EOFException();
    }
    return input.buffer().get() & 0xff;
  }
}
