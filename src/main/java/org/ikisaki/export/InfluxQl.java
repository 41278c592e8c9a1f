package org.ikisaki.export;

/** Quotes what goes into a statement of InfluxQL. */
final class InfluxQl {
  private InfluxQl() {}

  static String identifier(String name) {
    return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  static String literal(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
  }
}
