package org.ikisaki.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.ikisaki.store.DeviceEdits;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Undoes a join. */
@Command(
    name = "part",
    description = "Counts a device that was joined to another as itself again, in history too.")
final class DevicePartCommand extends DeviceEditCommand {
  @Parameters(paramLabel = "MAC", description = "Of the device that was joined to another.")
  private String device;

  @Override
  String edit(Path store) throws IOException {
    return device + " is called " + DeviceEdits.part(store, device);
  }
}
