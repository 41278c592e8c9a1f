package org.ikisaki.cli;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ikisaki.config.AtomicFile;
import org.ikisaki.trace.Trace;
import org.ikisaki.trace.read.TraceRecord;
import org.ikisaki.wire.IpAddress;

/**
 * Traces that were made, a line each, so that none is made twice: written as each ends, and read by
 * the next command. One thread.
 */
final class TraceJournal implements Closeable {
  private final Map<IpAddress, Trace> known;
  private final BufferedWriter out;

  private TraceJournal(Map<IpAddress, Trace> known, BufferedWriter out) {
    this.known = known;
    this.out = out;
  }

  /** Ours: opens or makes it, and forgets what is older. */
  static TraceJournal open(Path file, Instant since) throws IOException {
    Map<IpAddress, Trace> known = new LinkedHashMap<>();
    if (Files.exists(file)) {
      read(file, known);
      known.values().removeIf(trace -> trace.started().isBefore(since));
      replace(file, known);
    } else {
      Files.createDirectories(file.toAbsolutePath().getParent());
    }
    return new TraceJournal(known, appendTo(file));
  }

  /**
   * The user's: opens or makes it, and keeps all that is in it.
   *
   * @throws Failure if it holds anything but traces, and might be something else
   */
  static TraceJournal resume(Path file) throws IOException, Failure {
    Map<IpAddress, Trace> known = new LinkedHashMap<>();
    if (Files.exists(file) && Files.size(file) > 0) {
      int broken = read(file, known);
      if (broken > 1 || known.isEmpty()) {
        throw new Failure(
            file
                + ": this isn't a file of an earlier --resume, and is left as it is: name one, or one"
                + " that isn't there yet");
      }
    }
    if (!known.isEmpty()) {
      // Without the line that was broken off, if there is one.
      replace(file, known);
    }
    return new TraceJournal(known, appendTo(file));
  }

  private static void replace(Path file, Map<IpAddress, Trace> traces) throws IOException {
    String text =
        traces.values().stream()
            .map(trace -> TraceRecord.line(trace) + "\n")
            .collect(Collectors.joining());
    AtomicFile.replace(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static BufferedWriter appendTo(Path file) throws IOException {
    return Files.newBufferedWriter(
        file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Says how many lines were no traces: the last may be, of a command that was killed. */
  private static int read(Path file, Map<IpAddress, Trace> known) throws IOException {
    int broken = 0;
    try (BufferedReader in = Files.newBufferedReader(file)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        Optional<Trace> trace = TraceRecord.parse(line);
        trace.ifPresent(made -> known.put(made.target().address(), made));
        broken += trace.isPresent() || line.isBlank() ? 0 : 1;
      }
    } catch (MalformedInputException e) {
      return Integer.MAX_VALUE;
    }
    return broken;
  }

  /** What is known already, by target. */
  Map<IpAddress, Trace> known() {
    return known;
  }

  void add(Trace trace) throws IOException {
    out.write(TraceRecord.line(trace));
    out.newLine();
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
