package org.ikisaki.trace.recording;

import java.io.IOException;
import java.nio.file.Path;
import org.ikisaki.trace.recording.Visitors.Written;

/** Writes the recordings that {@code docs/trace-examples.md} is about, all simulated. */
public final class TraceRecordings {
  private static final int COUNTRIES = 165;
  private static final int HOSTS = 8_000;
  private static final int ACCESS_ROUTERS = 8_000;
  private static final int ACCESSES = 57_000;
  private static final int PATHS = 100_000;

  private TraceRecordings() {}

  /** {@code parliament DIRECTORY} or {@code visitors DIRECTORY}. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[1]);
    if (arguments[0].equals("parliament")) {
      Parliament.write(directory);
    } else {
      Visitors.write(directory, 80, 400, 400, 3_000, 1_200);
    }
    System.out.println("wrote a simulated recording to " + directory);
  }

  /** One above that of the article: 57,000 accesses, 100,000 paths, 165 countries. */
  public static int large(Path directory) throws IOException {
    Written written = Visitors.write(directory, COUNTRIES, HOSTS, ACCESS_ROUTERS, ACCESSES, PATHS);
    if (written.countries() < COUNTRIES) {
      throw new IllegalStateException("only " + written.countries() + " countries");
    }
    return written.addresses();
  }
}
