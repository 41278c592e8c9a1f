package org.ikisaki.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.ikisaki.trace.Trace;
import org.ikisaki.trace.read.AccessLog;
import org.ikisaki.trace.read.Problems;
import org.ikisaki.trace.read.TraceFiles;
import org.ikisaki.wire.IpAddress;

/** Reads files of traces and of visits, and says on standard error what could not be read. */
final class TraceInput {
  private final PrintWriter err;

  TraceInput(PrintWriter err) {
    this.err = err;
  }

  List<Trace> traces(List<Path> files) throws IOException {
    List<Trace> traces = new ArrayList<>();
    for (Path file : files) {
      Problems problems = new Problems(file.toString());
      try (BufferedReader in = open(file)) {
        TraceFiles.read(
            in,
            file.getFileName().toString(),
            Files.getLastModifiedTime(file).toInstant(),
            problems,
            traces::add);
      }
      report(problems);
    }
    return traces;
  }

  /** Each visitor of an access log, a line each. */
  void visits(Path file, Consumer<IpAddress> sink) throws IOException {
    Problems problems = new Problems(file.toString());
    try (BufferedReader in = open(file)) {
      AccessLog.read(in, problems, visit -> sink.accept(visit.client()));
    }
    report(problems);
  }

  private static BufferedReader open(Path file) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            Files.newInputStream(file),
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)));
  }

  private void report(Problems problems) {
    problems.first().forEach(problem -> err.println("ikisaki: " + Text.safe(problem)));
    long more = problems.count() - problems.first().size();
    if (more > 0) {
      err.println("ikisaki: and " + more + " more");
    }
    err.flush();
  }
}
