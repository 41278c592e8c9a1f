package org.ikisaki.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import org.ikisaki.store.UnnamedRow;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.ProtocolNames;

/** What has no name, as a work list. */
record UnnamedList(List<UnnamedRow> rows, DeviceNames names) {

  /** Device and endpoint side by side, as {@code explain} takes them. */
  void print(PrintWriter out) {
    Table table =
        new Table(
            Table.left("DEVICE"),
            Table.left("ENDPOINT"),
            Table.right("DOWN"),
            Table.right("UP"),
            Table.left("NETWORK"),
            Table.left(""),
            Table.left("SINCE"),
            Table.left("WHY"));
    for (UnnamedRow row : rows) {
      table.add(
          names.of(row.device()),
          endpoint(row),
          Text.bytes(row.counters().bytesDown()),
          Text.bytes(row.counters().bytesUp()),
          row.asn() == 0 ? "-" : "AS" + Integer.toUnsignedString(row.asn()) + " " + row.asOrg(),
          row.country(),
          row.since().toString(),
          Reasons.shortly(row.why()));
    }
    table.print(out);
  }

  JsonArray json() {
    JsonArray array = new JsonArray();
    for (UnnamedRow row : rows) {
      JsonObject line = Json.counters(row.counters());
      line.addProperty("device", row.device());
      line.addProperty("device_name", names.of(row.device()));
      line.addProperty("endpoint", endpoint(row));
      line.addProperty("address", row.address());
      line.addProperty("shown_host", row.shownHost());
      line.addProperty("protocol", ProtocolNames.name(row.protocol()));
      line.addProperty("port", row.port());
      line.addProperty("asn", row.asn());
      line.addProperty("as_org", row.asOrg());
      line.addProperty("country", row.country());
      line.addProperty("since", row.since().toString());
      line.addProperty("why", row.why().label());
      line.addProperty("words", Reasons.words(row));
      line.addProperty("remedy", Reasons.remedy(row.why()));
      array.add(line);
    }
    return array;
  }

  private static String endpoint(UnnamedRow row) {
    String far = row.shownHost() != null ? row.shownHost() : row.address();
    return (isIpv6(far) ? "[" + far + "]" : far)
        + ":"
        + row.port()
        + "/"
        + ProtocolNames.name(row.protocol());
  }

  private static boolean isIpv6(String text) {
    return text.indexOf(':') >= 0 && !IpAddress.parse(text).isIpv4();
  }
}
