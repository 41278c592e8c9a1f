package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ikisaki.trace.ProbeKind;
import org.ikisaki.trace.Target;
import org.ikisaki.trace.Trace;
import org.ikisaki.trace.read.TraceRecord;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceJournalTest {
  private static final Instant NOW = Instant.parse("2026-11-01T13:00:00Z");
  private static final Instant SINCE = NOW.minus(Duration.ofHours(1));

  private Path file;

  @BeforeEach
  void name(@TempDir Path directory) {
    file = directory.resolve("state").resolve("traced.jsonl");
  }

  @Test
  void whatIsOlderIsForgotten() throws IOException {
    try (TraceJournal journal = TraceJournal.open(file, SINCE)) {
      journal.add(trace(1, SINCE.minusSeconds(1)));
      journal.add(trace(2, NOW));
    }

    assertThat(known()).containsExactly(address(2));
    assertThat(Files.readAllLines(file)).containsExactly(TraceRecord.line(trace(2, NOW)));
  }

  @Test
  void aSecondCommandTakesNoLineFromTheFirst() throws IOException {
    try (TraceJournal first = TraceJournal.open(file, SINCE)) {
      first.add(trace(1, SINCE.minusSeconds(1)));
      first.add(trace(2, NOW));
      // Writes the file anew, as a trace is too old by now.
      try (TraceJournal second = TraceJournal.open(file, SINCE)) {
        first.add(trace(3, NOW));
        second.add(trace(4, NOW));
        first.add(trace(5, NOW));
      }
    }

    assertThat(known()).containsExactly(address(2), address(3), address(4), address(5));
  }

  @Test
  void aLineThatWasBrokenOffTakesNoOtherAlong() throws IOException {
    try (TraceJournal journal = TraceJournal.open(file, SINCE)) {
      journal.add(trace(1, NOW));
      Files.writeString(file, Files.readString(file) + "{\"type\":");
      journal.add(trace(2, NOW));
    }

    assertThat(known()).containsExactly(address(1), address(2));
  }

  @Test
  void processesSideBySideLoseNothing() throws Exception {
    List<Process> writers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      writers.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Journalist.class.getName(),
                  file.toString(),
                  Integer.toString(i * Journalist.TRACES))
              .redirectErrorStream(true)
              .start());
    }
    for (Process writer : writers) {
      String said = new String(writer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(writer.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(writer.exitValue()).as(said).isZero();
    }

    assertThat(known()).hasSize(2 * Journalist.TRACES);
  }

  /** A command that traces a target now and then, and writes the file anew each time. */
  static final class Journalist {
    static final int TRACES = 100;

    private Journalist() {}

    public static void main(String[] arguments) throws IOException {
      Path file = Path.of(arguments[0]);
      int first = Integer.parseInt(arguments[1]);
      for (int i = 0; i < TRACES; i++) {
        try (TraceJournal journal = TraceJournal.open(file, SINCE)) {
          journal.add(trace(first + i, NOW));
          journal.add(trace(1_000 + first + i, SINCE.minusSeconds(1)));
        }
      }
    }
  }

  private List<IpAddress> known() throws IOException {
    try (TraceJournal journal = TraceJournal.open(file, SINCE)) {
      return List.copyOf(journal.known().keySet());
    }
  }

  private static Trace trace(int number, Instant started) {
    return new Trace(
        Target.of(address(number)), "test", started, ProbeKind.UDP, List.of(), Map.of());
  }

  private static IpAddress address(int number) {
    return IpAddress.parse("2001:db8::" + Integer.toHexString(number + 1));
  }
}
