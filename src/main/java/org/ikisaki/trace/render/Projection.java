package org.ikisaki.trace.render;

import java.util.Locale;

/**
 * The Equal Earth projection (Šavrič, Patterson, Jenny 2018): areas keep their size.
 *
 * @param width of the whole world, pixels
 */
record Projection(double width) {
  private static final double A1 = 1.340264;
  private static final double A2 = -0.081106;
  private static final double A3 = 0.000893;
  private static final double A4 = 0.003796;

  private static final double M = Math.sqrt(3) / 2;
  private static final double MAX_X = Math.PI / (M * A1);
  private static final double MAX_Y = northing(Math.asin(M));

  /** Of the whole world, pixels. */
  double height() {
    return 2 * MAX_Y * scale();
  }

  Point point(double latitude, double longitude) {
    double theta = Math.asin(M * Math.sin(Math.toRadians(latitude)));
    double theta2 = theta * theta;
    double theta6 = theta2 * theta2 * theta2;
    double x =
        Math.toRadians(longitude)
            * Math.cos(theta)
            / (M * (A1 + 3 * A2 * theta2 + theta6 * (7 * A3 + 9 * A4 * theta2)));
    return new Point((x + MAX_X) * scale(), (MAX_Y - northing(theta)) * scale());
  }

  private double scale() {
    return width / (2 * MAX_X);
  }

  private static double northing(double theta) {
    double theta2 = theta * theta;
    double theta6 = theta2 * theta2 * theta2;
    return theta * (A1 + A2 * theta2 + theta6 * (A3 + A4 * theta2));
  }

  /** From the upper left corner, pixels. */
  record Point(double x, double y) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
    }
  }
}
