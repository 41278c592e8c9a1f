package org.ikisaki.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ikisaki.trace.Trace;
import org.ikisaki.trace.read.TraceRecord;
import org.ikisaki.wire.IpAddress;

/**
 * Traces that were made, a line each, so that none is made twice: written as each ends, and read by
 * the next command. One thread.
 *
 * <p>Several commands may use a file at once, so it is locked for each line, and never replaced by
 * another: lines would go on into the one that is gone.
 */
final class TraceJournal implements Closeable {
  private final FileChannel channel;
  private final Map<IpAddress, Trace> known = new LinkedHashMap<>();

  private TraceJournal(Path file) throws IOException {
    channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** Ours: opens or makes it, and forgets what is older. */
  static TraceJournal open(Path file, Instant since) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    TraceJournal journal = new TraceJournal(file);
    journal.locked(
        () -> {
          int broken = journal.read();
          if (journal.known.values().removeIf(trace -> trace.started().isBefore(since))
              || broken > 0) {
            journal.rewrite();
          }
        });
    return journal;
  }

  /**
   * The user's: opens or makes it, and keeps all that is in it.
   *
   * @throws Failure if it holds anything but traces, and might be something else
   */
  static TraceJournal resume(Path file) throws IOException, Failure {
    TraceJournal journal = new TraceJournal(file);
    boolean[] foreign = {false};
    journal.locked(
        () -> {
          int broken = journal.read();
          foreign[0] = broken > 1 || journal.known.isEmpty() && journal.channel.size() > 0;
          if (!foreign[0] && broken > 0) {
            // Without the line that was broken off.
            journal.rewrite();
          }
        });
    if (foreign[0]) {
      journal.close();
      throw new Failure(
          file
              + ": this isn't a file of an earlier --resume, and is left as it is: name one, or one"
              + " that isn't there yet");
    }
    return journal;
  }

  private interface Work {
    void run() throws IOException;
  }

  private void locked(Work work) throws IOException {
    FileLock lock = channel.lock();
    try {
      work.run();
    } finally {
      lock.release();
    }
  }

  /** Says how many lines were no traces: the last may be, of a command that was killed. */
  private int read() throws IOException {
    int broken = 0;
    // Closing it would close the channel.
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Channels.newInputStream(channel.position(0)), UTF_8.newDecoder()));
    try {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        Optional<Trace> trace = TraceRecord.parse(line);
        trace.ifPresent(this::know);
        broken += trace.isPresent() || line.isBlank() ? 0 : 1;
      }
    } catch (MalformedInputException e) {
      return Integer.MAX_VALUE;
    }
    return broken;
  }

  /** In the order of the newest of each. */
  private void know(Trace trace) {
    known.remove(trace.target().address());
    known.put(trace.target().address(), trace);
  }

  /**
   * Lines only move towards the beginning: killed in the middle, one is broken, and none is lost.
   */
  private void rewrite() throws IOException {
    String text =
        known.values().stream()
            .map(trace -> TraceRecord.line(trace) + "\n")
            .collect(Collectors.joining());
    channel.position(0);
    write(text);
    channel.truncate(channel.position());
  }

  private void write(String text) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(text.getBytes(UTF_8));
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  /** What is known already, by target. */
  Map<IpAddress, Trace> known() {
    return known;
  }

  void add(Trace trace) throws IOException {
    locked(
        () -> {
          long end = channel.size();
          ByteBuffer last = ByteBuffer.allocate(1);
          boolean torn = end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n';
          channel.position(end);
          write((torn ? "\n" : "") + TraceRecord.line(trace) + "\n");
        });
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
