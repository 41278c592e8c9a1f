package org.ikisaki.trace.read;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.ikisaki.trace.Trace;

/**
 * Reads JSON of {@code mtr --json}, scamper ({@code sc_warts2json}) and RIPE Atlas, and our own
 * records, one value behind the other or in an array, a value at a time. Confined to one thread.
 */
final class TraceJsonReader {
  private final String origin;
  private final Instant time;
  private final Problems problems;
  private final Consumer<Trace> sink;
  private long values;

  TraceJsonReader(String origin, Instant time, Problems problems, Consumer<Trace> sink) {
    this.origin = origin;
    this.time = time;
    this.problems = problems;
    this.sink = sink;
  }

  void read(Reader in) throws IOException {
    try {
      JsonReader json = new JsonReader(in);
      // Several values one behind the other are no strict JSON.
      json.setStrictness(Strictness.LENIENT);
      while (json.peek() != JsonToken.END_DOCUMENT) {
        if (json.peek() == JsonToken.BEGIN_ARRAY) {
          json.beginArray();
          while (json.hasNext()) {
            value(JsonParser.parseReader(json));
          }
          json.endArray();
        } else {
          value(JsonParser.parseReader(json));
        }
      }
    } catch (JsonParseException | MalformedJsonException | EOFException e) {
      problems.add(values + 1, "the JSON ends or breaks here", String.valueOf(e.getMessage()));
    }
  }

  private void value(JsonElement value) {
    values++;
    try {
      Optional<Trace> trace =
          value.isJsonObject() ? trace(value.getAsJsonObject()) : Optional.empty();
      if (trace.isPresent()) {
        sink.accept(trace.get());
      } else if (!isHeader(value)) {
        problems.add(values, "no trace of mtr, scamper or RIPE Atlas", value.toString());
      }
    } catch (DateTimeException e) {
      problems.add(values, "no time", value.toString());
    }
  }

  private Optional<Trace> trace(JsonObject value) {
    if (TraceRecord.isRecord(value)) {
      return TraceRecord.trace(value);
    }
    if (value.has("report")) {
      return new MtrReport(origin, time).trace(Fields.object(value, "report"));
    }
    if (value.has("prb_id") || value.has("fw")) {
      return AtlasResult.trace(value);
    }
    return "trace".equals(Fields.text(value, "type"))
        ? ScamperTrace.trace(value, origin)
        : Optional.empty();
  }

  /** Scamper's files begin and end with such. */
  private static boolean isHeader(JsonElement value) {
    return value.isJsonObject()
        && Fields.text(value.getAsJsonObject(), "type").startsWith("cycle-");
  }
}
