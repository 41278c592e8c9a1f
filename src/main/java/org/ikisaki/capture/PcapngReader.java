package org.ikisaki.capture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.ikisaki.wire.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Reads pcapng (draft-ietf-opsawg-pcapng): sections in either byte order, each with interfaces of
 * its own. Confined to the capture thread.
 *
 * <pre>
 * block:               type(4) length(4) body length(4)
 * section header:      ... byte-order magic(4) major(2) minor(2) section length(8) options
 * interface:           ... link type(2) reserved(2) snapshot length(4) options
 * enhanced packet:     ... interface(4) timestamp(8) captured(4) original(4) frame options
 * simple packet:       ... original(4) frame
 * packet (obsolete):   ... interface(2) drops(2) timestamp(8) captured(4) original(4) frame options
 * option:              code(2) length(2) value, padded to four bytes
 * </pre>
 */
final class PcapngReader implements RecordReader {
  static final int SECTION_HEADER = 0x0a0d_0d0a;
  private static final int INTERFACE = 1;
  private static final int OBSOLETE_PACKET = 2;
  private static final int SIMPLE_PACKET = 3;
  private static final int ENHANCED_PACKET = 6;

  private static final int LENGTH = 4;
  private static final int BODY = 8;
  private static final int TRAILER = 4;
  private static final int MIN_BLOCK = BODY + TRAILER;

  private static final int BYTE_ORDER = BODY;
  private static final int MAJOR_VERSION = BODY + 4;
  private static final int SECTION_MIN = BODY + 16 + TRAILER;
  private static final int BIG_ENDIAN_MAGIC = 0x1a2b_3c4d;
  private static final int LITTLE_ENDIAN_MAGIC = 0x4d3c_2b1a;

  private static final int INTERFACE_LINK_TYPE = BODY;
  private static final int INTERFACE_SNAPSHOT_LENGTH = BODY + 4;
  private static final int INTERFACE_OPTIONS = BODY + 8;

  private static final int OPTION_VALUE = 4;
  private static final int OPTION_END = 0;
  private static final int OPTION_TIMESTAMP_RESOLUTION = 9;
  private static final int OPTION_TIMESTAMP_OFFSET = 14;

  private static final int PACKET_INTERFACE = BODY;
  private static final int PACKET_TIMESTAMP = BODY + 4;
  private static final int PACKET_CAPTURED = BODY + 12;
  private static final int PACKET_ORIGINAL = BODY + 16;
  private static final int PACKET_FRAME = BODY + 20;

  private static final int SIMPLE_ORIGINAL = BODY;
  private static final int SIMPLE_FRAME = BODY + 4;

  /** An interface takes 20 bytes of a file and more of ours; no section has so many. */
  private static final int MAX_INTERFACES = 65_536;

  private final ChannelWindow window;
  private final List<PcapngInterface> interfaces = new ArrayList<>();
  private boolean littleEndian;
  private long packets;
  private long lastTimestamp;
  private boolean unreadable;
  private boolean ended;
  private @Nullable String damage;

  PcapngReader(ChannelWindow window) {
    this.window = window;
  }

  @Override
  public boolean next(Frame frame) throws IOException {
    while (!ended) {
      if (!window.require(MIN_BLOCK)) {
        if (window.available() > 0) {
          end("cut off in a block header at byte %d".formatted(window.position()));
        }
        return false;
      }
      int type = (int) window.u32(0, littleEndian);
      if (type == SECTION_HEADER && !byteOrder()) {
        return false;
      }
      long length = window.u32(LENGTH, littleEndian);
      if (length < MIN_BLOCK) {
        end(
            "a block of %d bytes at byte %d: none is so short"
                .formatted(length, window.position()));
        return false;
      }
      if (!isRead(type) || (unreadable && type != SECTION_HEADER)) {
        skip(length);
      } else if (whole(length)) {
        boolean found = read(type, (int) length, frame);
        window.advance((int) length);
        if (found) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public @Nullable String damage() {
    return damage;
  }

  private static boolean isRead(int type) {
    return switch (type) {
      case SECTION_HEADER, INTERFACE, OBSOLETE_PACKET, SIMPLE_PACKET, ENHANCED_PACKET -> true;
      default -> false;
    };
  }

  private boolean byteOrder() {
    int magic = (int) window.u32(BYTE_ORDER, false);
    littleEndian = magic == LITTLE_ENDIAN_MAGIC;
    if (!littleEndian && magic != BIG_ENDIAN_MAGIC) {
      end("a section header without byte order at byte %d".formatted(window.position()));
    }
    return !ended;
  }

  private void skip(long length) throws IOException {
    long start = window.position();
    if (!window.skip(length)) {
      end("cut off in the block of %d bytes at byte %d".formatted(length, start));
    }
  }

  /** Whether the whole block is in the window, and says so at both its ends. */
  private boolean whole(long length) throws IOException {
    if (length > ChannelWindow.MAX_RECORD) {
      end(
          "the block at byte %d claims a length of %d bytes: the rest can't be read"
              .formatted(window.position(), length));
    } else if (!window.require((int) length)) {
      end(
          "cut off after packet %d at byte %d: %d of a block's %d bytes are there"
              .formatted(packets, window.position(), window.available(), length));
    } else if (window.u32((int) length - TRAILER, littleEndian) != length) {
      end("the block at byte %d has two different lengths".formatted(window.position()));
    }
    return !ended;
  }

  /** Reads one block; true if it was a packet. */
  private boolean read(int type, int length, Frame frame) {
    return switch (type) {
      case SECTION_HEADER -> section(length);
      case INTERFACE -> interfaceDescription(length);
      case SIMPLE_PACKET -> simplePacket(length, frame);
      case OBSOLETE_PACKET -> packet(window.u16(PACKET_INTERFACE, littleEndian), length, frame);
      default -> packet(window.u32(PACKET_INTERFACE, littleEndian), length, frame);
    };
  }

  /** Blocks have the same frame in every version, so the next section can be found. */
  private boolean section(int length) {
    interfaces.clear();
    unreadable = length < SECTION_MIN || window.u16(MAJOR_VERSION, littleEndian) != 1;
    if (unreadable) {
      note("the section at byte %d is not of version 1: skipped".formatted(window.position()));
    }
    return false;
  }

  private boolean interfaceDescription(int length) {
    int optionsEnd = length - TRAILER;
    if (optionsEnd < INTERFACE_OPTIONS || interfaces.size() == MAX_INTERFACES) {
      end("the interface description at byte %d can't be".formatted(window.position()));
      return false;
    }
    int resolution = PcapngInterface.MICROSECONDS;
    long offset = 0;
    int at = INTERFACE_OPTIONS;
    while (at + OPTION_VALUE <= optionsEnd) {
      int code = window.u16(at, littleEndian);
      int valueLength = window.u16(at + 2, littleEndian);
      int next = at + OPTION_VALUE + ((valueLength + 3) & ~3);
      if (code == OPTION_END || next > optionsEnd) {
        break;
      }
      if (code == OPTION_TIMESTAMP_RESOLUTION && valueLength >= 1) {
        resolution = window.buffer().get(window.index() + at + OPTION_VALUE) & 0xff;
      } else if (code == OPTION_TIMESTAMP_OFFSET && valueLength >= 8) {
        long value = window.buffer().getLong(window.index() + at + OPTION_VALUE);
        offset = littleEndian ? Long.reverseBytes(value) : value;
      }
      at = next;
    }
    interfaces.add(
        new PcapngInterface(
            window.u16(INTERFACE_LINK_TYPE, littleEndian),
            window.u32(INTERFACE_SNAPSHOT_LENGTH, littleEndian),
            resolution,
            offset));
    return false;
  }

  private boolean packet(long interfaceId, int length, Frame frame) {
    int space = length - TRAILER - PACKET_FRAME;
    long captured = space < 0 ? 0 : window.u32(PACKET_CAPTURED, littleEndian);
    if (captured > space) {
      end("the packet block at byte %d is too short for its packet".formatted(window.position()));
      return false;
    }
    if (interfaceId >= interfaces.size()) {
      return unknownInterface(interfaceId);
    }
    PcapngInterface description = interfaces.get((int) interfaceId);
    long timestamp =
        window.u32(PACKET_TIMESTAMP, littleEndian) << 32
            | window.u32(PACKET_TIMESTAMP + 4, littleEndian);
    lastTimestamp = description.nanoseconds(timestamp);
    long original = window.u32(PACKET_ORIGINAL, littleEndian);
    return set(frame, description, PACKET_FRAME, (int) captured, original);
  }

  /** It has no time of its own: that of the packet before it is taken. */
  private boolean simplePacket(int length, Frame frame) {
    int space = length - TRAILER - SIMPLE_FRAME;
    if (space < 0) {
      end("the packet block at byte %d is too short".formatted(window.position()));
      return false;
    }
    if (interfaces.isEmpty()) {
      return unknownInterface(0);
    }
    PcapngInterface description = interfaces.get(0);
    long original = window.u32(SIMPLE_ORIGINAL, littleEndian);
    long limit = description.snapshotLength();
    long captured = Math.min(original, limit == 0 ? space : Math.min(space, limit));
    return set(frame, description, SIMPLE_FRAME, (int) captured, original);
  }

  private boolean set(
      Frame frame, PcapngInterface description, int offset, int captured, long original) {
    int at = window.index() + offset;
    frame.set(window.buffer(), at, captured, original, description.linkType(), lastTimestamp);
    packets++;
    return true;
  }

  /** Such a packet can't be decoded, but those after it can. */
  private boolean unknownInterface(long id) {
    note(
        "the packet at byte %d is of interface %d, which is not described: skipped"
            .formatted(window.position(), id));
    return false;
  }

  private void end(String reason) {
    note(reason);
    ended = true;
  }

  private void note(String reason) {
    damage = damage == null ? reason : damage;
  }
}
