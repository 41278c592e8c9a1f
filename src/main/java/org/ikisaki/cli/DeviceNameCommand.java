package org.ikisaki.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.ikisaki.config.ConfigException;
import org.ikisaki.device.Given;
import org.ikisaki.store.DeviceEdits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Names a device. */
@Command(
    name = "name",
    description = "Names a device, from now on and in history, also while the monitor runs.")
final class DeviceNameCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions storeOptions;

  @Parameters(
      index = "0",
      paramLabel = "DEVICE",
      description = "Its MAC or IP address, or its name.")
  private String subject;

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "Such as \"Anna\".")
  private @Nullable String name;

  @Option(names = "--owner", paramLabel = "WHO", description = "Whose it is.")
  private @Nullable String owner;

  @Option(names = "--type", paramLabel = "TYPE", description = "What it is, such as phone.")
  private @Nullable String type;

  @Option(names = "--note", paramLabel = "TEXT", description = "Anything else.")
  private @Nullable String note;

  @Option(names = "--forget", description = "Forget what this command was told before.")
  private boolean forget;

  @Override
  public Integer call() throws IOException, ConfigException {
    boolean isEmpty = Stream.of(name, owner, type, note).allMatch(Objects::isNull);
    if (isEmpty != forget) {
      throw new ParameterException(
          spec.commandLine(), "give a NAME, --owner, --type or --note, or else --forget");
    }
    Stream.of(name, owner, type, note).filter(Objects::nonNull).forEach(this::check);
    Path file = storeOptions.file(storeOptions.config().settings());
    String label =
        forget
            ? DeviceEdits.unname(file, subject)
            : DeviceEdits.name(file, subject, new Given(subject, name, owner, type, note));
    PrintWriter out = spec.commandLine().getOut();
    out.println(Text.safe(subject + " is called " + label));
    out.flush();
    return 0;
  }

  private void check(String text) {
    if (!Given.isName(text)) {
      throw new ParameterException(
          spec.commandLine(),
          "'"
              + text
              + "' is no name: it has 1 to "
              + Given.MAX_LENGTH
              + " characters that can be printed");
    }
  }
}
