package org.ikisaki.daemon;

import java.util.List;
import org.ikisaki.capture.FrameSource;
import org.ikisaki.pipeline.Station;
import org.ikisaki.wire.Prefix;

/**
 * A source and what the system says of its place.
 *
 * @param networks those of the interface that it listens on; empty for files and pipes
 * @param station this computer on that interface
 */
public record Input(FrameSource source, List<Prefix> networks, Station station) {
  public Input {
    networks = List.copyOf(networks);
  }

  /** A source that has no place. */
  public static Input of(FrameSource source) {
    return new Input(source, List.of(), Station.NONE);
  }
}
