package org.ikisaki.trace.read;

import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every host that a page loads from, of a HAR file (HTTP Archive 1.2), in order of request.
 *
 * <p>Contents of pages, which make such files large, are passed over without being kept.
 */
public final class HarHosts {
  private static final int MAX_HOSTS = 10_000;

  private final Problems problems;
  private final Set<String> hosts = new LinkedHashSet<>();
  private long entries;

  private HarHosts(Problems problems) {
    this.problems = problems;
  }

  /**
   * Reads them.
   *
   * @param problems gets what could not be read; what came before is kept
   */
  public static List<String> read(Reader in, Problems problems) throws IOException {
    HarHosts har = new HarHosts(problems);
    try {
      har.document(new JsonReader(in));
    } catch (MalformedJsonException | JsonParseException | IllegalStateException e) {
      problems.add(har.entries, "not the JSON of a HAR file after that entry", e.toString());
    } catch (EOFException e) {
      problems.add(har.entries, "the file ends after that entry", "");
    }
    return new ArrayList<>(har.hosts);
  }

  private void document(JsonReader json) throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      if (!json.nextName().equals("log")) {
        json.skipValue();
        continue;
      }
      json.beginObject();
      while (json.hasNext()) {
        if (json.nextName().equals("entries")) {
          entries(json);
        } else {
          json.skipValue();
        }
      }
      json.endObject();
    }
    json.endObject();
  }

  private void entries(JsonReader json) throws IOException {
    json.beginArray();
    while (json.hasNext()) {
      entries++;
      json.beginObject();
      while (json.hasNext()) {
        if (json.nextName().equals("request")) {
          request(json);
        } else {
          json.skipValue();
        }
      }
      json.endObject();
    }
    json.endArray();
  }

  private void request(JsonReader json) throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      if (json.nextName().equals("url") && json.peek() == JsonToken.STRING) {
        url(json.nextString());
      } else {
        json.skipValue();
      }
    }
    json.endObject();
  }

  private void url(String url) {
    if (url.startsWith("data:") || url.startsWith("blob:") || url.startsWith("about:")) {
      return;
    }
    String host = host(url);
    if (host == null || host.isEmpty()) {
      problems.add(entries, "no host in this entry's URL", url);
    } else if (hosts.size() < MAX_HOSTS) {
      hosts.add(host.toLowerCase(Locale.ROOT));
    } else if (!hosts.contains(host)) {
      problems.add(entries, "more than %d hosts; left out".formatted(MAX_HOSTS), host);
    }
  }

  private static @Nullable String host(String url) {
    try {
      // Only what stands before the path is looked at: paths of real pages hold what URI refuses.
      int path = url.indexOf('/', url.indexOf("//") + 2);
      String host = new URI(path < 0 ? url : url.substring(0, path)).getHost();
      return host == null || !host.startsWith("[") ? host : host.substring(1, host.length() - 1);
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
