package org.ikisaki.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Columns of text, as wide as they need to be; numbers to the right. */
final class Table {
  private static final int MAX_WIDTH = 60;

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  Table(Column... columns) {
    this.columns = List.of(columns);
  }

  static Column left(String heading) {
    return new Column(heading, false);
  }

  static Column right(String heading) {
    return new Column(heading, true);
  }

  /** Adds a row; cells are made safe for a terminal and cut where they are far too long. */
  void add(String... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells for " + columns.size() + " columns");
    }
    List<String> row = new ArrayList<>();
    for (String cell : cells) {
      String safe = Text.safe(cell);
      row.add(safe.length() > MAX_WIDTH ? safe.substring(0, MAX_WIDTH - 1) + "…" : safe);
    }
    rows.add(row);
  }

  void print(PrintWriter out) {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = columns.get(i).heading.length();
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    print(out, columns.stream().map(Column::heading).toList(), widths);
    rows.forEach(row -> print(out, row, widths));
  }

  private void print(PrintWriter out, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - cells.get(i).length());
      line.append(i == 0 ? "" : "  ");
      line.append(columns.get(i).right ? padding + cells.get(i) : cells.get(i) + padding);
    }
    out.println(line.toString().stripTrailing());
  }

  record Column(String heading, boolean right) {}
}
