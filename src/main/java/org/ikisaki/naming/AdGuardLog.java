package org.ikisaki.naming;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.ikisaki.wire.DnsMessage;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Reads the query log of AdGuard Home: a JSON object a line, with the time in {@code T}, the client
 * in {@code IP}, and the DNS message that answered in {@code Answer}, in Base64. Confined to one
 * thread.
 */
final class AdGuardLog implements LogFormat {
  private final DnsMessage message = new DnsMessage();

  /** What is learned of them here is not what a capture thread knows. */
  private final AnswerRecords records = new AnswerRecords(message, new EchPublicNames());

  @Override
  public boolean read(String line, long now, Consumer<DnsAnswer> out) {
    Entry entry = new Entry();
    try (JsonReader json = new JsonReader(new StringReader(line))) {
      entry.read(json);
    } catch (IOException | IllegalStateException e) {
      return false;
    }
    if (entry.answer == null || entry.client == null) {
      // What has no answer was dropped or failed, which is no mistake of the line.
      return entry.client != null;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(entry.answer);
      IpAddress client = IpAddress.parse(entry.client);
      long time = entry.time == null ? now : nanos(entry.time);
      return read(bytes, client, time, out);
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      return false;
    }
  }

  @Override
  public void flush(Consumer<DnsAnswer> out) {
    // A line is whole.
  }

  private boolean read(byte[] bytes, IpAddress client, long time, Consumer<DnsAnswer> out) {
    if (!message.wrap(ByteBuffer.wrap(bytes), 0, bytes.length)
        || !message.isResponse()
        || message.questionCount() == 0) {
      return false;
    }
    String name = message.questionName(0);
    List<String> chain = records.chain(name);
    out.accept(
        new DnsAnswer(
            time,
            client.toString(),
            client,
            IpAddress.UNSPECIFIED,
            name,
            "log",
            true,
            message.rcode(),
            chain,
            records.addresses(name, chain)));
    return true;
  }

  private static long nanos(String time) {
    Instant instant = OffsetDateTime.parse(time).toInstant();
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }

  /** The fields that matter. */
  private static final class Entry {
    private @Nullable String time;
    private @Nullable String client;
    private @Nullable String answer;

    void read(JsonReader json) throws IOException {
      json.beginObject();
      while (json.hasNext()) {
        String name = json.nextName();
        boolean isText = json.peek() == JsonToken.STRING;
        switch (isText ? name : "") {
          case "T" -> time = json.nextString();
          case "IP" -> client = json.nextString();
          case "Answer" -> answer = json.nextString();
          default -> json.skipValue();
        }
      }
      json.endObject();
    }
  }
}
