package org.ikisaki.trace.render;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Where the countries are: Natural Earth, 1:110m, as {@code bin/data/outlines} wrote it. */
final class Outlines {
  private static final String RESOURCE = "outlines.txt";
  private static final double UNITS_PER_DEGREE = 100;

  private Outlines() {}

  /** Rings of longitude and latitude in turn, degrees. */
  static List<double[]> rings() {
    List<double[]> rings = new ArrayList<>();
    try (InputStream in = Objects.requireNonNull(Outlines.class.getResourceAsStream(RESOURCE));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        rings.add(ring(line.split(" ")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + RESOURCE, e);
    }
    return rings;
  }

  private static double[] ring(String[] steps) {
    double[] ring = new double[steps.length];
    long[] last = new long[2];
    for (int i = 0; i < steps.length; i++) {
      last[i & 1] += Long.parseLong(steps[i]);
      ring[i] = last[i & 1] / UNITS_PER_DEGREE;
    }
    return ring;
  }
}
