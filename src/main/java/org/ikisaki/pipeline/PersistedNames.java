package org.ikisaki.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ikisaki.naming.Name;
import org.ikisaki.naming.NameSource;
import org.ikisaki.naming.Names;
import org.ikisaki.store.StoreReader;
import org.ikisaki.store.StoreReader.KnownName;

/** Takes over what earlier processes learned of addresses, so that names survive a restart. */
public final class PersistedNames {
  /** How long a device's names are good for. */
  private static final Duration KEPT = Duration.ofDays(30);

  /** The newest; a household's month is about half of it. */
  private static final int MOST = 30_000;

  private PersistedNames() {}

  /**
   * Teaches {@code names} what the store holds of the last thirty days, the newest last.
   *
   * @return how many pieces of evidence that was
   */
  public static int read(Path store, Instant now, Names names) throws IOException {
    try (StoreReader reader = StoreReader.open(store)) {
      Map<String, Name> byHost = new HashMap<>();
      int known = 0;
      for (KnownName row : reader.knownNames(now.minus(KEPT), MOST)) {
        Name name =
            byHost.computeIfAbsent(row.host(), host -> new Name(host, NameSource.PERSISTED));
        long seen = TimeUnit.SECONDS.toNanos(row.lastSeen().getEpochSecond());
        names.learn(row.device(), row.address(), name, seen);
        known++;
      }
      return known;
    }
  }
}
