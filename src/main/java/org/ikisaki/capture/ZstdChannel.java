package org.ikisaki.capture;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Decompresses Zstandard (RFC 8878): any number of frames, one after the other. What it keeps is
 * the frame's window, at most the 128 MiB that the format's own program takes too. Confined to the
 * thread that reads.
 */
final class ZstdChannel extends Decompression {
  private final CompressedInput input;
  private final ZstdDecompressCtx context;
  private boolean inFrame;

  /** Whether the last call had no room for all it could give. */
  private boolean wasFull;

  private ZstdChannel(CompressedInput input, ZstdDecompressCtx context) {
    super("zstd", input);
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
  void advance(ByteBuffer target) throws IOException {
    boolean holdsMore = inFrame && wasFull;
    if (holdsMore || input.hasMore()) {
      decompress(target);
    } else if (inFrame) {
      end("is cut off");
    } else {
      end();
    }
  }

  @Override
  void release() {
    context.close();
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
}
