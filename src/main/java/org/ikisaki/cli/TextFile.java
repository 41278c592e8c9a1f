package org.ikisaki.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.ikisaki.trace.read.Problems;

/** Text that somebody else wrote: bytes that are no UTF-8 are replaced. */
final class TextFile {
  private TextFile() {}

  /** Has a file read, and then reports what could not be. */
  static void read(Path file, Consumer<Problems> report, Reading reading) throws IOException {
    Problems problems = new Problems(file.toString());
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Files.newInputStream(file),
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE)))) {
      reading.read(in, problems);
    }
    report.accept(problems);
  }

  /** What becomes of the text. */
  interface Reading {
    void read(Reader in, Problems problems) throws IOException;
  }
}
