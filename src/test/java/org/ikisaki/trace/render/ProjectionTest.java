package org.ikisaki.trace.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProjectionTest {
  private final Projection projection = new Projection(1000);

  @Test
  void theEquatorIsAsWideAsTheWorld() {
    assertThat(projection.point(0, -180).x()).isCloseTo(0, within(1e-9));
    assertThat(projection.point(0, 180).x()).isCloseTo(1000, within(1e-9));
    assertThat(projection.point(0, 0).y()).isCloseTo(projection.height() / 2, within(1e-9));
    assertThat(projection.point(90, 0).y()).isCloseTo(0, within(1e-9));
  }

  @Test
  void areasKeepTheirSize() {
    assertThat(area(0, 0) / area(59, 120))
        .isCloseTo(Math.cos(Math.toRadians(0.5)) / Math.cos(Math.toRadians(59.5)), within(0.01));
  }

  /** Of a field of one degree each way, by the shoelace formula. */
  private double area(double latitude, double longitude) {
    double[][] corners = {{0, 0}, {0, 1}, {1, 1}, {1, 0}};
    double twice = 0;
    for (int i = 0; i < corners.length; i++) {
      double[] a = corners[i];
      double[] b = corners[(i + 1) % corners.length];
      Projection.Point p = projection.point(latitude + a[0], longitude + a[1]);
      Projection.Point q = projection.point(latitude + b[0], longitude + b[1]);
      twice += p.x() * q.y() - q.x() * p.y();
    }
    return Math.abs(twice) / 2;
  }

  @Test
  void outlinesStayOnTheMap() {
    assertThat(Outlines.rings())
        .hasSizeGreaterThan(200)
        .allSatisfy(
            ring -> {
              for (int i = 0; i < ring.length; i += 2) {
                assertThat(ring[i]).isBetween(-180.0, 180.0);
                assertThat(ring[i + 1]).isBetween(-90.0, 90.0);
              }
            });
  }
}
