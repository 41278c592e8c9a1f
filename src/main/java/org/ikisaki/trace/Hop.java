package org.ikisaki.trace;

import java.util.List;
import java.util.OptionalLong;
import org.ikisaki.wire.IpAddress;

/**
 * All probes that were sent with one TTL.
 *
 * @param ttl from 1
 * @param sent how many probes
 * @param answers at most {@code sent}, in order of sending; several addresses where the way forks
 */
public record Hop(int ttl, int sent, List<Answer> answers) {
  public Hop {
    answers = List.copyOf(answers);
  }

  public boolean silent() {
    return answers.isEmpty();
  }

  /** Who answered, each once, the first to answer first. */
  public List<IpAddress> addresses() {
    return answers.stream().map(Answer::from).distinct().toList();
  }

  /** The shortest that is known, nanoseconds. */
  public OptionalLong bestRoundTrip() {
    return answers.stream().mapToLong(Answer::roundTripNanos).filter(nanos -> nanos >= 0).min();
  }

  /** The shortest that {@code address} needed, nanoseconds. */
  public OptionalLong bestRoundTrip(IpAddress address) {
    return answers.stream()
        .filter(answer -> answer.from().equals(address))
        .mapToLong(Answer::roundTripNanos)
        .filter(nanos -> nanos >= 0)
        .min();
  }

  /** Whether {@code address} lies behind a NAT that changed our probes. */
  public boolean isTranslated(IpAddress address) {
    return answers.stream()
        .anyMatch(answer -> answer.translated() && answer.from().equals(address));
  }

  /** Share of probes without an answer, 0 to 1. */
  public double loss() {
    return sent == 0 ? 0 : 1 - (double) answers.size() / sent;
  }
}
