package org.ikisaki.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ikisaki.config.ConfigException.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A value in a YAML file that knows where it stands.
 *
 * <p>Getters never throw: a wrong value is reported to the {@link Problems} that the whole file
 * shares, and the default is returned. So all mistakes of a file come out at once.
 */
public final class Node {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");

  private final Source source;
  private final YamlValue value;

  /** The keys that lead here, such as {@code capture.buffer}; empty for the root. */
  private final String name;

  Node(Source source, YamlValue value, String name) {
    this.source = source;
    this.value = value;
    this.name = name;
  }

  /** The value of a mapping's key, or an empty node there if the key is missing. */
  public Node get(String key) {
    for (YamlValue.Entry entry : entriesOf()) {
      if (entry.key().equals(key)) {
        return child(entry);
      }
    }
    return new Node(source, new YamlValue.Missing(value.line(), value.column()), nameOf(key));
  }

  /** Whether a single value is there, no list and no mapping. */
  public boolean isScalar() {
    return value instanceof YamlValue.Scalar;
  }

  /** Whether a value is there (not missing, not null). */
  public boolean isPresent() {
    return !(value instanceof YamlValue.Missing);
  }

  /** Whether it holds {@code key: value} lines. */
  public boolean isMapping() {
    return value instanceof YamlValue.Mapping;
  }

  /** Whether it is exactly this text. */
  public boolean is(String text) {
    return value instanceof YamlValue.Scalar scalar && scalar.text().equals(text);
  }

  /** The entries of a mapping in the file's order; reports anything but a mapping. */
  public Map<String, Node> entries() {
    Map<String, Node> children = new LinkedHashMap<>();
    for (YamlValue.Entry entry : entriesOf()) {
      children.put(entry.key(), child(entry));
    }
    return children;
  }

  /** The elements of a sequence; a single scalar is a sequence of one; missing is empty. */
  public List<Node> elements() {
    if (value instanceof YamlValue.Sequence sequence) {
      List<Node> children = new ArrayList<>();
      for (YamlValue element : sequence.elements()) {
        children.add(new Node(source, element, name));
      }
      return children;
    }
    if (value instanceof YamlValue.Scalar) {
      return List.of(this);
    }
    if (isPresent()) {
      problem(subject() + " must be a list, not " + value.kind());
    }
    return List.of();
  }

  /** The texts of a list of scalars, or of a single one; reports what is neither. */
  public List<String> strings() {
    List<String> texts = new ArrayList<>();
    for (Node element : elements()) {
      String text = element.requireText();
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  /** Reports every key of a mapping that is not among {@code keys}, with the nearest that is. */
  public void allowOnly(String... keys) {
    List<String> known = Arrays.asList(keys);
    for (YamlValue.Entry entry : entriesOf()) {
      if (!known.contains(entry.key())) {
        String nearest = Nearest.to(entry.key(), known);
        source.report(
            entry.line(),
            entry.column(),
            "unknown key '%s'%s"
                .formatted(
                    Excerpt.of(entry.key()),
                    nearest == null
                        ? "; known here: " + String.join(", ", known)
                        : "; did you mean '" + nearest + "'?"));
      }
    }
  }

  public String string(String defaultValue) {
    String text = scalar("text");
    return text == null ? defaultValue : text;
  }

  /** Null where nothing is written; an empty text in quotes is a value. */
  public @Nullable String stringOrNull() {
    return scalar("text");
  }

  public boolean bool(boolean defaultValue) {
    String text = scalar("true or false");
    if (text == null) {
      return defaultValue;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> {
        problem(subject() + " must be true or false, not '" + Excerpt.of(text) + "'");
        yield defaultValue;
      }
    };
  }

  /** A whole number from {@code min} to {@code max}. */
  public long integer(long defaultValue, long min, long max) {
    String text = scalar("a whole number");
    if (text == null) {
      return defaultValue;
    }
    if (!WHOLE_NUMBER.matcher(text).matches()) {
      problem(subject() + " must be a whole number, not '" + Excerpt.of(text) + "'");
      return defaultValue;
    }
    return inRange(Long.parseLong(text), text, defaultValue, min, max, n -> Long.toString(n));
  }

  /** A duration such as {@code 10s}, {@code 5m}, {@code 1h30m}, {@code 30d}. */
  public Duration duration(Duration defaultValue, Duration min, Duration max) {
    String text = scalar("a duration such as 10s");
    if (text == null) {
      return defaultValue;
    }
    try {
      return inRange(Durations.parse(text), text, defaultValue, min, max, Durations::format);
    } catch (IllegalArgumentException e) {
      problem(subject() + ": " + e.getMessage());
      return defaultValue;
    }
  }

  /** A number of bytes such as {@code 512KiB}, {@code 4MiB}, {@code 65536}. */
  public long bytes(long defaultValue, long min, long max) {
    String text = scalar("a size such as 4MiB");
    if (text == null) {
      return defaultValue;
    }
    try {
      return inRange(Sizes.parse(text), text, defaultValue, min, max, Sizes::format);
    } catch (IllegalArgumentException e) {
      problem(subject() + ": " + e.getMessage());
      return defaultValue;
    }
  }

  /** One of the constants' names, written in lower case with {@code -} for {@code _}. */
  public <E extends Enum<E>> E oneOf(E defaultValue) {
    String text = scalar("a word");
    if (text == null) {
      return defaultValue;
    }
    E[] constants = defaultValue.getDeclaringClass().getEnumConstants();
    for (E constant : constants) {
      if (written(constant).equals(text)) {
        return constant;
      }
    }
    problem(
        "%s must be one of %s, not '%s'"
            .formatted(
                subject(),
                Arrays.stream(constants).map(Node::written).collect(Collectors.joining(", ")),
                Excerpt.of(text)));
    return defaultValue;
  }

  /**
   * A path; relative ones lie beside the file. {@code ~} is the user's home. An empty text is no
   * path.
   */
  public @Nullable Path path() {
    String text = scalar("a path");
    return text == null || text.isEmpty() ? null : resolve(text);
  }

  /** The same, with a default that is written like a value of the file. */
  public @Nullable Path path(String defaultValue) {
    String text = string(defaultValue);
    return text.isEmpty() ? null : resolve(text);
  }

  /** Reports a mistake at this node. */
  public void problem(String message) {
    source.report(value.line(), value.column(), message);
  }

  /** The file's name, the line and the column, both from 1. */
  public String location() {
    return source.shortName() + ":" + value.line() + ":" + value.column();
  }

  /** The file's name and the line. */
  public String origin() {
    return source.shortName() + ":" + value.line();
  }

  public int line() {
    return value.line();
  }

  private Node child(YamlValue.Entry entry) {
    return new Node(source, entry.value(), nameOf(entry.key()));
  }

  private String nameOf(String key) {
    return name.isEmpty() ? key : name + "." + key;
  }

  private List<YamlValue.Entry> entriesOf() {
    if (value instanceof YamlValue.Mapping mapping) {
      return mapping.entries();
    }
    if (isPresent()) {
      problem(subject() + " must hold 'key: value' lines, not " + value.kind());
    }
    return List.of();
  }

  private @Nullable String requireText() {
    if (!isPresent()) {
      problem(subject() + " has an empty element");
      return null;
    }
    return scalar("text");
  }

  private @Nullable String scalar(String wanted) {
    if (value instanceof YamlValue.Scalar scalar) {
      return scalar.text();
    }
    if (isPresent()) {
      problem(subject() + " must be " + wanted + ", not " + value.kind());
    }
    return null;
  }

  private <T extends Comparable<T>> T inRange(
      T number, String text, T defaultValue, T min, T max, Function<T, String> format) {
    if (number.compareTo(min) >= 0 && number.compareTo(max) <= 0) {
      return number;
    }
    problem(
        "%s must be from %s to %s, not %s"
            .formatted(subject(), format.apply(min), format.apply(max), Excerpt.of(text)));
    return defaultValue;
  }

  private @Nullable Path resolve(String text) {
    try {
      if (text.equals("~") || text.startsWith("~/")) {
        return Path.of(System.getProperty("user.home", "") + text.substring(1));
      }
      Path path = Path.of(text);
      return source.directory() == null ? path : source.directory().resolve(path);
    } catch (InvalidPathException e) {
      problem(subject() + " is no path: " + e.getReason());
      return null;
    }
  }

  private String subject() {
    return name.isEmpty() ? "the file" : "'" + Excerpt.of(name) + "'";
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Collects the mistakes of one file. */
  public interface Problems extends Consumer<Problem> {}
}
