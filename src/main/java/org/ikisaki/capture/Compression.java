package org.ikisaki.capture;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The formats that captures are commonly compressed with. */
enum Compression {
  GZIP,
  ZSTD,
  XZ,
  LZ4;

  private static final int ZSTD_FRAME = 0x28b5_2ffd;

  /** Frames to be skipped, which may come first (RFC 8878, 3.1.2); any first half byte. */
  private static final int ZSTD_SKIPPABLE_FRAME = 0x502a_4d18;

  private static final int ZSTD_SKIPPABLE_MASK = 0xf0ff_ffff;

  /** The format of a file that begins with these four bytes, or null. */
  static @Nullable Compression of(int magic) {
    if (magic >>> 16 == 0x1f8b) {
      return GZIP;
    }
    if ((magic & ZSTD_SKIPPABLE_MASK) == ZSTD_SKIPPABLE_FRAME) {
      return ZSTD;
    }
    return switch (magic) {
      case ZSTD_FRAME -> ZSTD;
      case 0xfd37_7a58 -> XZ;
      case 0x0422_4d18 -> LZ4;
      default -> null;
    };
  }

  /**
   * Begins to decompress.
   *
   * @param name of the file, for messages
   * @throws IOException with the remedy, for a format that we don't read
   */
  Decompression open(String name, CompressedInput input) throws IOException {
    return switch (this) {
      case GZIP -> new GzipChannel(input);
      case ZSTD -> ZstdChannel.open(name, input);
      case XZ, LZ4 ->
          throw new IOException("%s: compressed with %s: %s".formatted(name, this, remedy()));
    };
  }

  /** What to do where we can't decompress. */
  String remedy() {
    return "decompress it first (%s -dc FILE | ... --source -)".formatted(this);
  }

  /** As the format's own program is called. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
