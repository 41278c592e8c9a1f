package org.ikisaki.capture;

import java.io.IOException;
import org.ikisaki.wire.Frame;
import org.jspecify.annotations.Nullable;

/** Reads one savefile format. Confined to the capture thread. */
sealed interface RecordReader permits PcapReader, PcapngReader {
  /** Sets the next frame; false at the end, or where the file can't be followed any further. */
  boolean next(Frame frame) throws IOException;

  /** What is wrong with the file and where, in words; null as long as nothing is. */
  @Nullable String damage();
}
