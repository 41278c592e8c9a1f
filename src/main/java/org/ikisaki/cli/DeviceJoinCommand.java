package org.ikisaki.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.ikisaki.store.DeviceEdits;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Counts two MAC addresses as one device. */
@Command(
    name = "join",
    description = "Counts OTHER as DEVICE, from now on and in history, until they are parted.")
final class DeviceJoinCommand extends DeviceEditCommand {
  @Parameters(
      index = "0",
      paramLabel = "DEVICE",
      description = "Its MAC or IP address, or its name.")
  private String device;

  @Parameters(index = "1", paramLabel = "OTHER", description = "The same of what it was, too.")
  private String other;

  @Override
  String edit(Path store) throws IOException {
    return other + " counts as " + DeviceEdits.join(store, device, other);
  }
}
