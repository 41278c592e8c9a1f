package org.ikisaki.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Prometheus' text format, version 0.0.4, and accepts nothing that its description does not:
 * families in one piece, HELP and TYPE once each and before the samples, names and escapes by the
 * book, no series twice, counters that end in {@code _total}.
 */
public final class TextFormat {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"");
  private static final Pattern HELP = Pattern.compile("# HELP (\\S+) (.*)");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE (\\S+) (counter|gauge|histogram|summary|untyped)");

  private final Map<String, String> types = new HashMap<>();
  private final Set<String> helps = new HashSet<>();
  private final Set<String> closed = new HashSet<>();
  private final Set<String> series = new HashSet<>();
  private final List<Sample> samples = new ArrayList<>();
  private String family = "";

  private TextFormat() {}

  /**
   * One line.
   *
   * @param labels unescaped
   */
  public record Sample(String name, Map<String, String> labels, double value) {
    public String label(String label) {
      return labels.getOrDefault(label, "");
    }
  }

  /** All samples, in order. */
  public static List<Sample> read(String text) {
    TextFormat format = new TextFormat();
    if (!text.isEmpty() && !text.endsWith("\n")) {
      throw new AssertionError("the last line has no end");
    }
    for (String line : text.split("\n", -1)) {
      if (!line.isEmpty()) {
        format.line(line);
      }
    }
    return format.samples;
  }

  private void line(String line) {
    Matcher help = HELP.matcher(line);
    Matcher type = TYPE.matcher(line);
    if (help.matches()) {
      enter(help.group(1), line);
      check(helps.add(family), "HELP twice", line);
      check(!types.containsKey(family), "HELP after TYPE", line);
    } else if (type.matches()) {
      enter(type.group(1), line);
      check(types.put(family, type.group(2)) == null, "TYPE twice", line);
      check(!type.group(2).equals("counter") || family.endsWith("_total"), "no _total", line);
    } else {
      check(!line.startsWith("#"), "a comment that is neither HELP nor TYPE", line);
      sample(line);
    }
  }

  private void enter(String name, String line) {
    check(NAME.matcher(name).matches(), "no name", line);
    if (!name.equals(family)) {
      closed.add(family);
      family = name;
    }
    check(!closed.contains(name), "a family in pieces", line);
  }

  private void sample(String line) {
    Matcher name = NAME.matcher(line);
    check(name.lookingAt(), "no name", line);
    check(name.group().equals(family) && types.containsKey(family), "no TYPE before it", line);
    Map<String, String> labels = new TreeMap<>();
    int at = name.end();
    if (line.charAt(at) == '{') {
      at = labels(line, at + 1, labels);
    }
    check(line.charAt(at) == ' ', "no space before the value", line);
    check(series.add(family + labels), "a series twice", line);
    samples.add(new Sample(family, labels, Double.parseDouble(line.substring(at + 1))));
  }

  /** Where the labels end. */
  private static int labels(String line, int begin, Map<String, String> labels) {
    int at = begin;
    while (line.charAt(at) != '}') {
      Matcher label = LABEL.matcher(line).region(at, line.length());
      check(label.lookingAt(), "no label", line);
      StringBuilder value = new StringBuilder();
      at = value(line, label.end(), value);
      check(labels.put(label.group(1), value.toString()) == null, "a label twice", line);
      if (line.charAt(at) == ',') {
        at++;
      } else {
        check(line.charAt(at) == '}', "no comma between labels", line);
      }
    }
    return at + 1;
  }

  private static int value(String line, int begin, StringBuilder value) {
    int at = begin;
    while (line.charAt(at) != '"') {
      char next = line.charAt(at++);
      if (next != '\\') {
        value.append(next);
        continue;
      }
      value.append(
          switch (line.charAt(at++)) {
            case '\\' -> '\\';
            case '"' -> '"';
            case 'n' -> '\n';
            default -> throw new AssertionError("an escape that there is not: " + line);
          });
    }
    return at + 1;
  }

  private static void check(boolean holds, String what, String line) {
    if (!holds) {
      throw new AssertionError(what + ": " + line);
    }
  }
}
