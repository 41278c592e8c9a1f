package org.ikisaki.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.ikisaki.config.ConfigException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes into the store what the user says of a device, and says what came of it. */
abstract class DeviceEditCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions storeOptions;

  /** Refuses what can't be told from the parameters alone. */
  void check() {}

  /** Does it, and says so in a line. */
  abstract String edit(Path store) throws IOException;

  @Override
  public final Integer call() throws IOException, ConfigException {
    check();
    String said = edit(storeOptions.file(storeOptions.config().settings()));
    PrintWriter out = spec.commandLine().getOut();
    out.println(Text.safe(said));
    out.flush();
    return 0;
  }

  /** Parameters that are wrong. */
  final ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
