package org.ikisaki.capture;

import java.io.IOException;
import org.ikisaki.wire.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Reads libpcap's classic format (draft-ietf-opsawg-pcap), in either byte order, with microseconds
 * or nanoseconds, and the variant with longer records that a patched libpcap once wrote. Confined
 * to the capture thread.
 *
 * <pre>
 * file:    magic(4) major(2) minor(2) reserved(8) snapshot length(4) link type(4)
 * record:  seconds(4) fraction(4) captured length(4) original length(4) [patched: 8 more] frame
 * </pre>
 */
final class PcapReader implements RecordReader {
  private static final int MICROSECONDS = 0xa1b2_c3d4;
  private static final int NANOSECONDS = 0xa1b2_3c4d;
  private static final int PATCHED = 0xa1b2_cd34;

  private static final int FILE_HEADER = 24;
  private static final int LINK_TYPE = 20;

  private static final int SECONDS = 0;
  private static final int FRACTION = 4;
  private static final int CAPTURED_LENGTH = 8;
  private static final int ORIGINAL_LENGTH = 12;
  private static final int RECORD_HEADER = 16;
  private static final int PATCHED_RECORD_HEADER = 24;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final ChannelWindow window;
  private final boolean littleEndian;
  private final int recordHeader;
  private final long nanosPerUnit;
  private final int linkType;
  private long packets;
  private @Nullable String damage;

  /** Reads the file's header, whose magic number {@link #recognizes} has seen. */
  PcapReader(ChannelWindow window, int magic) throws IOException {
    this.window = window;
    littleEndian = !isMagic(magic);
    int ordered = littleEndian ? Integer.reverseBytes(magic) : magic;
    recordHeader = ordered == PATCHED ? PATCHED_RECORD_HEADER : RECORD_HEADER;
    nanosPerUnit = ordered == NANOSECONDS ? 1 : 1000;
    if (window.require(FILE_HEADER)) {
      // The upper half tells of frame check sequences, which nobody captures.
      linkType = (int) window.u32(LINK_TYPE, littleEndian) & 0xffff;
      window.advance(FILE_HEADER);
    } else {
      linkType = 0;
      damage = "cut off within the file header: no packets";
    }
  }

  /** Whether a file that begins with these four bytes is of this format. */
  static boolean recognizes(int magic) {
    return isMagic(magic) || isMagic(Integer.reverseBytes(magic));
  }

  @Override
  public boolean next(Frame frame) throws IOException {
    if (damage != null) {
      return false;
    }
    if (!window.require(recordHeader)) {
      if (window.available() > 0) {
        damage = cutOff(recordHeader);
      }
      return false;
    }
    long captured = window.u32(CAPTURED_LENGTH, littleEndian);
    if (captured > ChannelWindow.MAX_RECORD - recordHeader) {
      damage =
          "packet %d at byte %d claims a length of %d bytes: the rest can't be read"
              .formatted(packets + 1, window.position(), captured);
      return false;
    }
    int length = recordHeader + (int) captured;
    if (!window.require(length)) {
      damage = cutOff(length);
      return false;
    }
    // Seconds are unsigned, until 2106; a fraction beyond one second is taken at its word.
    long timestamp =
        window.u32(SECONDS, littleEndian) * NANOS_PER_SECOND
            + window.u32(FRACTION, littleEndian) * nanosPerUnit;
    long original = window.u32(ORIGINAL_LENGTH, littleEndian);
    int at = window.index() + recordHeader;
    frame.set(window.buffer(), at, (int) captured, original, linkType, timestamp);
    window.advance(length);
    packets++;
    return true;
  }

  @Override
  public @Nullable String damage() {
    return damage;
  }

  private String cutOff(int length) {
    return "cut off in packet %d at byte %d: %d of its record's %d bytes are there"
        .formatted(packets + 1, window.position(), window.available(), length);
  }

  private static boolean isMagic(int magic) {
    return magic == MICROSECONDS || magic == NANOSECONDS || magic == PATCHED;
  }
}
