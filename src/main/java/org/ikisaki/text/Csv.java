package org.ikisaki.text;

import java.io.IOException;
import java.util.List;

/** Rows of comma-separated values (RFC 4180) that a spreadsheet takes for data, never for code. */
public final class Csv {
  /** A cell that begins with one of these is a formula to spreadsheets (OWASP, CSV injection). */
  private static final String FORMULA = "=+-@\t\r";

  private Csv() {}

  /** Appends a row and its line end. Numbers pass as they are. */
  public static void row(Appendable out, List<?> cells) throws IOException {
    String separator = "";
    for (Object cell : cells) {
      out.append(separator).append(cell instanceof Number ? cell.toString() : cell(cell));
      separator = ",";
    }
    out.append("\r\n");
  }

  private static String cell(Object value) {
    String text = value.toString();
    if (!text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0) {
      text = "'" + text;
    }
    return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + text.replace("\"", "\"\"") + '"'
        : text;
  }
}
