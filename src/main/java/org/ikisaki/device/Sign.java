package org.ikisaki.device;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Something by which a type of device gives itself away.
 *
 * @param kind a clue's label, {@code name} for every host name, or {@code vendor}
 */
record Sign(int weight, String type, String kind, Pattern pattern) {
  static final String NAME = "name";
  static final String VENDOR = "vendor";

  private static final String TABLE = "signs.tsv";
  private static final Splitter CELLS = Splitter.on('\t');

  /** Reads the table that is built in, the weightiest first. */
  static List<Sign> load() {
    try (InputStream in = Objects.requireNonNull(Sign.class.getResourceAsStream(TABLE), TABLE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Sign::of)
          .sorted(Comparator.comparingInt(sign -> -sign.weight))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the table of signs in the jar can't be read", e);
    }
  }

  boolean isMetBy(String clueKind, String value) {
    return kind.equals(clueKind) && pattern.matcher(value).matches();
  }

  private static Sign of(String line) {
    List<String> cells = CELLS.splitToList(line);
    return new Sign(
        Integer.parseInt(cells.get(0)), cells.get(1), cells.get(2), pattern(cells.get(3)));
  }

  private static Pattern pattern(String glob) {
    StringBuilder regex = new StringBuilder();
    glob.chars()
        .forEach(
            c -> {
              switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf((char) c)));
              }
            });
    return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }
}
