package org.ikisaki.cli;

import java.io.IOException;
import java.io.PrintWriter;
import org.ikisaki.daemon.Settings;
import org.ikisaki.geo.Places;

/** Names whom the databases of places are from, as their licences ask, where places are shown. */
final class Credits {
  private Credits() {}

  static void print(PrintWriter out, Settings settings) {
    try (Places places = Places.open(settings.geo())) {
      places.credits().forEach(out::println);
    } catch (IOException e) {
      // What can't be read now was not shown either; the monitor says so when it starts.
    }
  }
}
