package org.ikisaki.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.ikisaki.device.Given;
import org.ikisaki.store.DeviceEdits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Names a device. */
@Command(
    name = "name",
    description = "Names a device, from now on and in history, also while the monitor runs.")
final class DeviceNameCommand extends DeviceEditCommand {
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
  void check() {
    boolean isEmpty = Stream.of(name, owner, type, note).allMatch(Objects::isNull);
    if (isEmpty != forget) {
      throw wrong("give a NAME, --owner, --type or --note, or else --forget");
    }
    Stream.of(name, owner, type, note).filter(Objects::nonNull).forEach(this::check);
  }

  @Override
  String edit(Path store) throws IOException {
    String label =
        forget
            ? DeviceEdits.unname(store, subject)
            : DeviceEdits.name(store, subject, new Given(subject, name, owner, type, note));
    return subject + " is called " + label;
  }

  private void check(String text) {
    if (!Given.isName(text)) {
      throw wrong(
          "'%s' is no name: it has 1 to %d characters that can be printed"
              .formatted(text, Given.MAX_LENGTH));
    }
  }
}
