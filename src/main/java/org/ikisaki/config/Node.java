package org.ikisaki.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.ikisaki.config.ConfigException.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A value in a YAML file that knows where it stands.
 *
 * <p>Getters never throw: a wrong value is reported to the {@link Problems} that the whole file
 * shares, and the default is returned. So all mistakes of a file come out at once.
 */
public final class Node {
  /** The value of a mapping's key, or an empty node there if the key is missing. */
  public Node get(String key) {
    throw new UnsupportedOperationException();
  }

  /** Whether a value is there (not missing, not null). */
  public boolean isPresent() {
    throw new UnsupportedOperationException();
  }

  /** The entries of a mapping in the file's order; reports anything but a mapping. */
  public Map<String, Node> entries() {
    throw new UnsupportedOperationException();
  }

  /** The elements of a sequence; a single scalar is a sequence of one; missing is empty. */
  public List<Node> elements() {
    throw new UnsupportedOperationException();
  }

  /** Reports every key of a mapping that is not among {@code keys}, with the nearest that is. */
  public void allowOnly(String... keys) {
    throw new UnsupportedOperationException();
  }

  public String string(String defaultValue) {
    throw new UnsupportedOperationException();
  }

  public @Nullable String stringOrNull() {
    throw new UnsupportedOperationException();
  }

  public boolean bool(boolean defaultValue) {
    throw new UnsupportedOperationException();
  }

  /** A whole number from {@code min} to {@code max}. */
  public long integer(long defaultValue, long min, long max) {
    throw new UnsupportedOperationException();
  }

  /** A duration such as {@code 10s}, {@code 5m}, {@code 1h}, {@code 30d}. */
  public Duration duration(Duration defaultValue, Duration min, Duration max) {
    throw new UnsupportedOperationException();
  }

  /** One of the constants' names, written in lower case with {@code -} for {@code _}. */
  public <E extends Enum<E>> E oneOf(E defaultValue) {
    throw new UnsupportedOperationException();
  }

  /** A path; relative ones lie beside the file. {@code ~} is the user's home. */
  public @Nullable Path path() {
    throw new UnsupportedOperationException();
  }

  /** Reports a mistake at this node. */
  public void problem(String message) {
    throw new UnsupportedOperationException();
  }

  /** The file's name, the line and the column, both from 1. */
  public String location() {
    throw new UnsupportedOperationException();
  }

  public int line() {
    throw new UnsupportedOperationException();
  }

  /** Collects the mistakes of one file. */
  public interface Problems extends Consumer<Problem> {}
}
