package org.ikisaki.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Commits interval after interval and acknowledges each on its standard output, until it is killed.
 * Arguments: the file, the number of the first interval, milliseconds between two.
 */
final class EndlessWriter {
  static final int ROWS_PER_INTERVAL = 25;
  static final long BYTES_PER_ROW = 1000;

  private EndlessWriter() {}

  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    try (Store store = StoreFixture.open(Path.of(args[0]))) {
      long pause = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[2]));
      out.println("open");
      for (int i = Integer.parseInt(args[1]); ; i++) {
        TestRows rows = TestRows.interval(i);
        for (int row = 0; row < ROWS_PER_INTERVAL; row++) {
          rows.traffic(TestRows.TV, "h" + row + "-" + i % 10 + ".example.com", BYTES_PER_ROW);
        }
        store.add(rows.build());
        store.commit();
        out.println(i);
        LockSupport.parkNanos(pause);
      }
    }
  }
}
