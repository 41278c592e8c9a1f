package org.ikisaki.export;

import java.time.Instant;
import java.util.List;
import org.ikisaki.store.ExportNote;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server has refused for good: counted, kept with the reason, and said now and then. */
final class Rejections {
  private static final Logger LOG = LoggerFactory.getLogger(Rejections.class);

  private final String exporter;
  private final Trouble news = new Trouble();
  private long lines;
  private @Nullable String last;

  Rejections(String exporter) {
    this.exporter = exporter;
  }

  /**
   * Keeps the bad ones of {@code sent}, or the first where the server names none, for when the
   * shipment has arrived.
   *
   * @param count how many it refused
   */
  void keep(Shipment shipment, Reply reply, List<String> sent, long count, Instant now) {
    String example = sent.get(0);
    long named = 0;
    for (Reply.BadLine bad : reply.badLines()) {
      if (bad.number() >= 1 && bad.number() <= sent.size()) {
        example = sent.get(bad.number() - 1);
        shipment.reject(ExportNote.rejected(now, 1, bad.reason(), example), 1);
        named++;
      }
    }
    if (count > named) {
      shipment.reject(
          ExportNote.rejected(now, count - named, reply.message(), sent.get(0)), count - named);
    }
    lines += count;
    last = reply.message();
    if (news.isNews(reply.message(), now)) {
      LOG.warn(
          "export {}: the server refuses {} line(s) for good: {}; for instance: {}",
          exporter,
          count,
          reply.message(),
          SafeText.of(example, SafeText.MAX_TAG));
    }
  }

  /** How many, since the start. */
  long lines() {
    return lines;
  }

  /** The reason of the last, null before the first. */
  @Nullable String last() {
    return last;
  }
}
