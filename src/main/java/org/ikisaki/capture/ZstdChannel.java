package org.ikisaki.capture;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses Zstandard (RFC 8878): any number of frames, one after the other. What it keeps is
 * the frame's window, at most the 128 MiB that the format's own program takes too. Confined to the
 * thread that reads.
 */
final class ZstdChannel implements Decompression {
  private final CompressedInput input;
  private final ZstdDecompressCtx context;
  private boolean inFrame;

  /** Whether the last call had no room for all it could give. */
  private boolean wasFull;

  private boolean ended;
  private @Nullable String damage;

  private ZstdChannel(CompressedInput input, ZstdDecompressCtx context) {
    this.input = input;
    this.context = context;
  }

  /**
   * Begins to decompress.
   *
   * @param name of the file, for messages
   * @throws IOException if the library's native part does not run here
   */
  static ZstdChannel open(String name, CompressedInput input) throws IOException {
    try {
      return new ZstdChannel(input, new ZstdDecompressCtx());
    } catch (LinkageError e) {
      throw new IOException(
          "%s: compressed with zstd, whose library can't be loaded here: %s"
              .formatted(name, Compression.ZSTD.remedy()),
          e);
    }
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    int start = target.position();
    while (!ended && target.position() == start && target.hasRemaining()) {
      boolean holdsMore = inFrame && wasFull;
      if (holdsMore || input.hasMore()) {
        decompress(target);
      } else {
        end(inFrame ? "is cut off" : null);
      }
    }
    int count = target.position() - start;
    return ended && count == 0 ? -1 : count;
  }

  @Override
  public @Nullable String damage() {
    return damage;
  }

  @Override
  public boolean isOpen() {
    return !ended;
  }

  @Override
  public void close() throws IOException {
    context.close();
    input.close();
  }

  private void decompress(ByteBuffer target) {
    try {
      inFrame = !context.decompressDirectByteBufferStream(target, input.buffer());
      wasFull = !target.hasRemaining();
    } catch (ZstdException e) {
      end(
          Zstd.getErrorCode(e.getErrorCode()) == Zstd.errFrameParameterWindowTooLarge()
              ? "looks back further than 128 MiB: decompress it first (zstd -dc --long=31 FILE"
                  + " | ... --source -)"
              : "is corrupt: " + e.getMessage());
    }
  }

  private void end(@Nullable String reason) {
    if (reason != null) {
      damage = "the zstd data before byte %d %s".formatted(input.position(), reason);
    }
    ended = true;
  }
}
