package org.ikisaki.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Does what a user who may not write can do, and tries what they can't. */
final class ReadOnlyUser {
  private ReadOnlyUser() {}

  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    Path file = Path.of(args[0]);
    try (StoreReader reader = StoreReader.open(file)) {
      Counters total = reader.total(Instant.EPOCH, StoreFixture.FOREVER);
      out.println("read " + total.bytes() + " bytes");
    }
    out.println("would prune " + prune(file, true) + " rows");
    try {
      prune(file, false);
    } catch (IOException e) {
      out.println("prune: " + e.getMessage());
    }
    try (Store store = StoreFixture.open(file)) {
      out.println("opened " + store.counters());
    } catch (IOException e) {
      out.println("open: " + e.getMessage());
    }
  }

  private static long prune(Path file, boolean dryRun) throws IOException {
    return Pruning.olderThan(file, StoreFixture.FOREVER, Duration.ZERO, dryRun, rows -> {}).rows();
  }
}
