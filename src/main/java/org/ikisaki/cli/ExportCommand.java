package org.ikisaki.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What leaves the store for other programs. */
@Command(
    name = "export",
    description = "Takes history to other programs.",
    subcommands = {
      ExportCsvCommand.class,
      ExportJsonCommand.class,
      ExportStatusCommand.class,
      ExportResendCommand.class,
      ExportRebuildCommand.class
    })
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Main.WRONG_USE;
  }
}
