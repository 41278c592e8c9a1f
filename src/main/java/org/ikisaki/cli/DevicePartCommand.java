package org.ikisaki.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.ikisaki.config.ConfigException;
import org.ikisaki.store.DeviceEdits;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Undoes a join. */
@Command(
    name = "part",
    description = "Counts a device that was joined to another as itself again, in history too.")
final class DevicePartCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions storeOptions;

  @Parameters(paramLabel = "MAC", description = "Of the device that was joined to another.")
  private String device;

  @Override
  public Integer call() throws IOException, ConfigException {
    String label = DeviceEdits.part(storeOptions.file(storeOptions.config().settings()), device);
    PrintWriter out = spec.commandLine().getOut();
    out.println(Text.safe(device + " is called " + label));
    out.flush();
    return 0;
  }
}
