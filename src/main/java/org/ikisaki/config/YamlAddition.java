package org.ikisaki.config;

import java.util.List;

/**
 * What is to be written where nothing is: keys, one below the other, and a value below the last.
 *
 * @param list whether the value is an element of a list
 */
record YamlAddition(List<String> keys, String value, boolean list) {
  /** On lines of its own. */
  String block(int indent, String newline) {
    StringBuilder lines = new StringBuilder();
    int column = indent;
    for (int i = 0; i < keys.size(); i++) {
      lines.append(newline).append(" ".repeat(column)).append(YamlScalar.write(keys.get(i)));
      lines.append(i + 1 < keys.size() || list ? ":" : ": " + YamlScalar.write(value));
      column += 2;
    }
    return list
        ? lines + newline + " ".repeat(column) + "- " + YamlScalar.write(value)
        : lines.toString();
  }

  /** Within braces. */
  String flow() {
    String written = YamlScalar.write(value);
    String nested = list ? "[" + written + "]" : written;
    for (int i = keys.size() - 1; i >= 0; i--) {
      nested = YamlScalar.write(keys.get(i)) + ": " + nested;
      nested = i == 0 ? nested : "{" + nested + "}";
    }
    return nested;
  }
}
