package org.ikisaki.capture;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses how an interface is captured on: in the kernel's ring where possible, else libpcap. */
public final class LiveSource {
  private static final Logger log = LoggerFactory.getLogger(LiveSource.class);

  private LiveSource() {}

  /**
   * Opens an interface, for ever: later it may go and return.
   *
   * @throws IOException with the remedy, if it can't be captured on in any way
   */
  public static FrameSource open(String interfaceName, CaptureSettings settings)
      throws IOException {
    try {
      return Reopening.open(() -> PacketRing.open(interfaceName, settings), System::nanoTime);
    } catch (IOException e) {
      FrameSource source =
          Reopening.open(() -> PcapSource.open(interfaceName, settings), System::nanoTime);
      log.warn("{}; captured on through libpcap instead, which costs more", e.getMessage());
      return source;
    }
  }
}
