package org.ikisaki.cli;

import com.google.gson.JsonObject;
import org.ikisaki.store.Coverage;

/** How much could be told by name, as people and programs read it. */
final class CoverageText {
  private CoverageText() {}

  static String sentence(Coverage coverage) {
    return "named "
        + named(coverage)
        + " of "
        + Text.bytes(coverage.bytes())
        + " with the outside; DNS seen for "
        + withDns(coverage)
        + " of "
        + coverage.connections()
        + " new connections";
  }

  /** The share of bytes that have a name. */
  static String named(Coverage coverage) {
    return Text.percent(coverage.bytesNamed(), coverage.bytes());
  }

  /** The share of new connections that a visible DNS answer came before. */
  static String withDns(Coverage coverage) {
    return Text.percent(coverage.connectionsWithDns(), coverage.connections());
  }

  static JsonObject json(Coverage coverage) {
    JsonObject object = new JsonObject();
    object.addProperty("bytes", coverage.bytes());
    object.addProperty("bytes_named", coverage.bytesNamed());
    object.addProperty("connections", coverage.connections());
    object.addProperty("connections_with_dns", coverage.connectionsWithDns());
    return object;
  }
}
