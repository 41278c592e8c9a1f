package org.ikisaki.cli;

import static java.util.stream.Collectors.joining;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.ikisaki.store.EncryptedDnsRow;

/** How devices ask DNS questions encrypted, as people and programs read it. */
final class EncryptedDnsText {
  private EncryptedDnsText() {}

  /** Such as {@code DNS over HTTPS with Google, since 2026-11-01T12:00:00Z}. */
  static String words(EncryptedDnsRow row) {
    String server = row.server();
    String way =
        switch (row.kind()) {
          case DOT -> "DNS over TLS with " + server;
          case DOQ -> "DNS over QUIC with " + server;
          case DOH -> "DNS over HTTPS with " + server;
          case RELAY -> server;
          case LOOKUP -> "asked for " + server + "'s servers (a sign only)";
          case QUESTION -> "asked " + server + " (a sign only)";
        };
    return way + ", since " + row.firstSeen();
  }

  /** What is in use, such as {@code doh Google since 2026-11-01}, or what is a sign of it. */
  static String shortly(List<EncryptedDnsRow> surestFirst) {
    boolean isUsed = !surestFirst.isEmpty() && surestFirst.get(0).kind().isUse();
    return surestFirst.stream()
        .filter(row -> row.kind().isUse() == isUsed)
        .map(
            row ->
                (isUsed ? row.kind().label() : "perhaps:")
                    + " "
                    + row.server()
                    + " since "
                    + LocalDate.ofInstant(row.firstSeen(), ZoneOffset.UTC))
        .collect(joining(", "));
  }

  static JsonArray json(List<EncryptedDnsRow> rows) {
    JsonArray array = new JsonArray();
    for (EncryptedDnsRow row : rows) {
      JsonObject line = new JsonObject();
      line.addProperty("device", row.device());
      line.addProperty("kind", row.kind().label());
      line.addProperty("server", row.server());
      line.addProperty("first_seen", row.firstSeen().toString());
      line.addProperty("last_seen", row.lastSeen().toString());
      array.add(line);
    }
    return array;
  }
}
