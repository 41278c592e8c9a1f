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

/** Counts two MAC addresses as one device. */
@Command(
    name = "join",
    description = "Counts OTHER as DEVICE, from now on and in history, until they are parted.")
final class DeviceJoinCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions storeOptions;

  @Parameters(
      index = "0",
      paramLabel = "DEVICE",
      description = "Its MAC or IP address, or its name.")
  private String device;

  @Parameters(index = "1", paramLabel = "OTHER", description = "The same of what it was, too.")
  private String other;

  @Override
  public Integer call() throws IOException, ConfigException {
    String label =
        DeviceEdits.join(storeOptions.file(storeOptions.config().settings()), device, other);
    PrintWriter out = spec.commandLine().getOut();
    out.println(Text.safe(other + " counts as " + label));
    out.flush();
    return 0;
  }
}
