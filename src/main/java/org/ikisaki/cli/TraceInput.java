package org.ikisaki.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
      Instant time = Files.getLastModifiedTime(file).toInstant();
      String origin = file.getFileName().toString();
      TextFile.read(
          file,
          this::report,
          (in, problems) -> TraceFiles.read(in, origin, time, problems, traces::add));
    }
    return traces;
  }

  /** Each visitor of an access log, a line each. */
  void visits(Path file, Consumer<IpAddress> sink) throws IOException {
    TextFile.read(
        file,
        this::report,
        (in, problems) -> AccessLog.read(in, problems, visit -> sink.accept(visit.client())));
  }

  void report(Problems problems) {
    problems.first().forEach(problem -> err.println("ikisaki: " + Text.safe(problem)));
    long more = problems.count() - problems.first().size();
    if (more > 0) {
      err.println("ikisaki: and " + more + " more");
    }
    err.flush();
  }
}
