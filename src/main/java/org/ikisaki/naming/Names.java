package org.ikisaki.naming;

import java.util.List;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * What each client's addresses were called: the evidence of one process. Confined to the writer.
 */
public final class Names {
  /** Takes in an answer. Answers must come in the order they were seen. */
  public void learn(DnsAnswer answer) {
    throw new UnsupportedOperationException();
  }

  /**
   * The best name for {@code address} as {@code client} would have known it at {@code timestamp}
   * (nanoseconds since 1970): evidence that came before, or at most ten seconds after.
   */
  public @Nullable Name lookup(String client, IpAddress address, long timestamp) {
    throw new UnsupportedOperationException();
  }

  /** All that is known of an address, newest first. */
  public List<Candidate> candidates(IpAddress address) {
    throw new UnsupportedOperationException();
  }

  /**
   * One piece of evidence.
   *
   * @param lastSeen nanoseconds since 1970
   * @param count how often it was seen
   */
  public record Candidate(
      String client, String host, NameSource source, long lastSeen, int count) {}
}
