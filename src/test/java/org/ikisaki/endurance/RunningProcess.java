package org.ikisaki.endurance;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process of its own, and what the kernel tells of it (proc(5)). */
record RunningProcess(Process process) {
  /** USER_HZ, in which the kernel tells CPU time on every architecture of today. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int SIGTERM = 15;
  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;

  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;
  private static final int PATIENCE_SECONDS = 30;

  /** Seconds of CPU time that it has taken, in the kernel too. */
  double cpuSeconds() throws IOException {
    String stat = Files.readString(proc("stat"));
    // The name before it, in parentheses, may hold anything.
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
    long ticks = Long.parseLong(fields.get(USER_TIME)) + Long.parseLong(fields.get(SYSTEM_TIME));
    return ticks / TICKS_PER_SECOND;
  }

  /** MiB of it that are in memory now. */
  double residentMebibytes() throws IOException {
    try (Stream<String> lines = Files.lines(proc("status"))) {
      String line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
    }
  }

  /** Files, sockets and the like that it has open. */
  long descriptors() throws IOException {
    try (Stream<Path> links = Files.list(proc("fd"))) {
      return links.count();
    }
  }

  /** Has it stand still until {@link #resume}. */
  void suspend() {
    C.kill((int) process.pid(), SIGSTOP);
  }

  void resume() {
    C.kill((int) process.pid(), SIGCONT);
  }

  /** Sends SIGTERM, and waits for the end. */
  void terminate() throws IOException, InterruptedException {
    C.kill((int) process.pid(), SIGTERM);
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("does not end: " + process.info());
    }
  }

  private Path proc(String file) {
    return Path.of("/proc", String.valueOf(process.pid()), file);
  }

  /** A program that sends signals would take a while to start. */
  private static final class C {
    static {
      Native.register(C.class, "c");
    }

    static native int kill(int pid, int signal);
  }
}
