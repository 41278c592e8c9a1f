package org.ikisaki.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The tables, as the steps that led to them: one file each, {@code migrations/01.sql} and so on. A
 * step, once released, is never edited: a change is a new step.
 */
final class Migrations {
  /** The number of the last step, which is the version that this program writes. */
  static final int NEWEST = 16;

  /** The step before which {@link TrafficLog} takes over what is there. */
  static final int TRAFFIC_PACKED = 16;

  private Migrations() {}

  /** The SQL of a step, from 1 to {@link #NEWEST}. */
  static String step(int number) {
    String name = "migrations/%02d.sql".formatted(number);
    try (InputStream in =
        Objects.requireNonNull(Migrations.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("a step of the tables in the jar can't be read", e);
    }
  }
}
