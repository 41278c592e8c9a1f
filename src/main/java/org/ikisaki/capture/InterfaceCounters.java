package org.ikisaki.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What an interface and its driver lost since this was made, as the kernel counts it. Confined to
 * the capture thread.
 *
 * <p>{@code rx_dropped} is not among it: that counts what was heard but that no protocol wanted.
 */
final class InterfaceCounters {
  private static final Path INTERFACES = Path.of("/sys/class/net");
  private static final List<String> LOSSES = List.of("rx_missed_errors", "rx_fifo_errors");

  private final Path statistics;
  private long last;
  private long sum;

  InterfaceCounters(String interfaceName) {
    this(INTERFACES, interfaceName);
  }

  InterfaceCounters(Path interfaces, String interfaceName) {
    statistics = interfaces.resolve(interfaceName).resolve("statistics");
    last = read();
  }

  long losses() {
    long now = read();
    // A driver that was loaded anew counts from 0; an interface that is gone counts no more.
    sum += now < last ? now : now - last;
    last = now;
    return sum;
  }

  private long read() {
    long losses = 0;
    for (String name : LOSSES) {
      try {
        losses += Long.parseUnsignedLong(Files.readString(statistics.resolve(name)).strip());
      } catch (IOException | NumberFormatException e) {
        // Not counted by this interface, or gone with it.
        return 0;
      }
    }
    return losses;
  }
}
