package org.ikisaki.capture;

import org.ikisaki.linux.ErrnoException;
import org.ikisaki.linux.PacketSocket;

/**
 * The group in which the rings of one interface share its frames: all of a connection go to the
 * same. Thread-safe, as every ring is opened anew by its own capture thread.
 */
final class Fanout {
  private static final int NOT_FOUNDED = -1;

  private int group = NOT_FOUNDED;

  /** Makes a listening socket one of the group. */
  synchronized void join(PacketSocket socket) throws ErrnoException {
    if (group == NOT_FOUNDED) {
      group = socket.foundFanout();
    } else {
      socket.joinFanout(group);
    }
  }
}
