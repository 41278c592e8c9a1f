package org.ikisaki.cli;

/** Whether a person is looking. The launcher says so, as the JVM can't tell the streams apart. */
final class Terminal {
  private Terminal() {}

  static boolean isOutput() {
    return has("out");
  }

  static boolean isError() {
    return has("err");
  }

  private static boolean has(String stream) {
    return System.getProperty("ikisaki.terminal", "").contains(stream);
  }
}
