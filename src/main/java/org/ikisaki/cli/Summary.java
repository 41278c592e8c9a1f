package org.ikisaki.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.ikisaki.store.Counters;
import org.ikisaki.store.StoreReader;
import org.ikisaki.store.StoreReader.TopBy;
import org.ikisaki.store.StoreReader.TopRow;

/** What a store holds of a stretch of time, by service. */
record Summary(List<TopRow> services, Counters total) {
  private static final int MAX_SERVICES = 10_000;
  private static final int SHOWN = 40;

  static Summary of(Path store, Instant from, Instant to) throws IOException {
    try (StoreReader reader = StoreReader.open(store)) {
      return new Summary(reader.top(TopBy.SERVICE, from, to, MAX_SERVICES), reader.total(from, to));
    }
  }

  void print(PrintWriter out) {
    Table table =
        new Table(
            Table.left("SERVICE"),
            Table.left("CATEGORY"),
            Table.right("DOWN"),
            Table.right("UP"),
            Table.right("SHARE"));
    for (TopRow row : services.subList(0, Math.min(SHOWN, services.size()))) {
      table.add(
          row.key(),
          row.detail(),
          Text.bytes(row.counters().bytesDown()),
          Text.bytes(row.counters().bytesUp()),
          Text.percent(row.counters().bytes(), total.bytes()));
    }
    table.print(out);
    if (services.size() > SHOWN) {
      out.println("and " + (services.size() - SHOWN) + " more");
    }
  }

  JsonObject json() {
    JsonArray array = new JsonArray();
    for (TopRow row : services) {
      JsonObject line = new JsonObject();
      line.addProperty("service", row.key());
      line.addProperty("category", row.detail());
      Json.counters(row.counters()).asMap().forEach(line::add);
      array.add(line);
    }
    JsonObject object = new JsonObject();
    object.add("services", array);
    object.add("total", Json.counters(total));
    return object;
  }
}
