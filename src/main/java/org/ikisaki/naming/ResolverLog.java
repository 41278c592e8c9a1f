package org.ikisaki.naming;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from the log of the house's resolver which device got which answer. {@link #look} and
 * {@link #close} are confined to one thread, the rest is thread-safe.
 */
public final class ResolverLog implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(ResolverLog.class);
  private static final int MAX_UNDRAINED = 16_384;

  private final ResolverLogSettings settings;
  private final InstantSource clock;
  private final LogTail tail;
  private final LogFormat format;
  private @Nullable String trouble;

  /** Guards the fields below. */
  private final Object lock = new Object();

  private List<DnsAnswer> answers = new ArrayList<>();
  private long lines;
  private long malformed;
  private long dropped;

  public ResolverLog(ResolverLogSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    tail = new LogTail(settings.file());
    format =
        switch (settings.kind()) {
          case DNSMASQ, PIHOLE -> new DnsmasqLog();
          case ADGUARD -> new AdGuardLog();
        };
  }

  /** Reads what was added; a file that can't be read is said once, and looked for again. */
  public void look() {
    try {
      tail.look(this::read);
      format.flush(this::add);
      count(0, tail.takeTooLong());
      if (trouble != null) {
        log.info("resolver log: {} is read again", settings.file());
      }
      trouble = null;
    } catch (IOException e) {
      String problem = problem(e);
      if (!problem.equals(trouble)) {
        log.warn("resolver log: {}: {}", settings.file(), problem);
      }
      trouble = problem;
    }
  }

  /** The answers since the last call, each as its client's address tells whose it is. */
  public List<DnsAnswer> drain() {
    synchronized (lock) {
      List<DnsAnswer> drained = answers;
      answers = new ArrayList<>();
      return drained;
    }
  }

  /** What was counted since the start, by name. */
  public SortedMap<String, Long> counts() {
    synchronized (lock) {
      SortedMap<String, Long> counts = new TreeMap<>();
      counts.put("resolver_log_lines", lines);
      counts.put("resolver_log_malformed", malformed);
      counts.put("resolver_log_answers_dropped", dropped);
      return counts;
    }
  }

  @Override
  public void close() throws IOException {
    tail.close();
  }

  private void read(String line) {
    Instant now = clock.instant();
    boolean isSound =
        format.read(line, now.getEpochSecond() * 1_000_000_000L + now.getNano(), this::add);
    count(1, isSound ? 0 : 1);
  }

  private void count(long read, long bad) {
    synchronized (lock) {
      lines += read;
      malformed += bad;
    }
  }

  private void add(DnsAnswer answer) {
    synchronized (lock) {
      if (answers.size() < MAX_UNDRAINED) {
        answers.add(answer);
      } else {
        dropped++;
      }
    }
  }

  private static String problem(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file; see that the resolver writes its log there (docs/resolver.md)";
    }
    if (e instanceof AccessDeniedException) {
      return "user "
          + System.getProperty("user.name")
          + " may not read it; give that user the right (docs/resolver.md)";
    }
    return "it can't be read: " + e.getMessage();
  }
}
