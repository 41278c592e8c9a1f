package org.ikisaki.capture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses how an interface is captured on: in the kernel's ring where possible, else libpcap. */
public final class LiveSource {
  private static final Logger log = LoggerFactory.getLogger(LiveSource.class);

  private LiveSource() {}

  /**
   * Opens an interface, for ever: later it may go and return.
   *
   * @return as many sources as the settings ask for rings, which share its frames; one where there
   *     are no rings
   * @throws IOException with the remedy, if it can't be captured on in any way
   */
  public static List<FrameSource> open(String interfaceName, CaptureSettings settings)
      throws IOException {
    try {
      return openRings(interfaceName, settings);
    } catch (IOException e) {
      FrameSource source =
          Reopening.open(() -> PcapSource.open(interfaceName, settings), System::nanoTime);
      log.warn("{}; captured on through libpcap instead, which costs more", e.getMessage());
      return List.of(source);
    }
  }

  private static List<FrameSource> openRings(String interfaceName, CaptureSettings settings)
      throws IOException {
    if (settings.rings() == 1) {
      return List.of(
          Reopening.open(() -> PacketRing.open(interfaceName, settings), System::nanoTime));
    }
    Fanout fanout = new Fanout();
    List<FrameSource> rings = new ArrayList<>();
    try {
      for (int i = 0; i < settings.rings(); i++) {
        int number = i;
        rings.add(
            Reopening.open(
                () -> PacketRing.open(interfaceName, settings, fanout, number), System::nanoTime));
      }
      return rings;
    } catch (IOException e) {
      for (FrameSource ring : rings) {
        ring.close();
      }
      throw e;
    }
  }
}
