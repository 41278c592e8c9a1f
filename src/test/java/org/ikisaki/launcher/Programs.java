package org.ikisaki.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Runs the programs that judge scripts and units. */
final class Programs {
  private Programs() {}

  static Output run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Output(process.waitFor(), text);
  }

  record Output(int status, String text) {}
}
