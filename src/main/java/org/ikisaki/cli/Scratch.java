package org.ikisaki.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A store's place: the one that the user named, or one for the time of a command alone. */
final class Scratch implements Closeable {
  private static final String NAME = "ikisaki.db";

  private final Path file;
  private final @Nullable Path directory;

  private Scratch(Path file, @Nullable Path directory) {
    this.file = file;
    this.directory = directory;
  }

  /** {@code named}, or a temporary file if that is null. */
  static Scratch unless(@Nullable Path named) throws IOException {
    if (named != null) {
      return new Scratch(named.toAbsolutePath(), null);
    }
    Path directory = Files.createTempDirectory("ikisaki");
    return new Scratch(directory.resolve(NAME), directory);
  }

  Path file() {
    return file;
  }

  /** Removes what was temporary. */
  @Override
  public void close() throws IOException {
    if (directory == null) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(directory)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
