package org.ikisaki.capture;

import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a compressed stream holds, a buffer at a time, however much it swells: damage ends the
 * channel, not the caller. Confined to the thread that reads.
 */
sealed interface Decompression extends ReadableByteChannel permits GzipChannel, ZstdChannel {
  /** What is wrong with the compressed data and where, in words; null as long as nothing is. */
  @Nullable String damage();
}
