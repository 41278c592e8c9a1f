package org.ikisaki.trace.render;

import java.util.List;

/**
 * The part of the map of the world that traces take up; from its upper left corner, in widths of
 * the world.
 */
record Extent(double left, double top, double right, double bottom) {
  private static final Projection UNIT = new Projection(1);
  private static final Extent WORLD = new Extent(0, 0, 1, UNIT.height());

  /** The whole world if there is nothing, or where a way crosses its edge. */
  static Extent of(Atlas atlas) {
    Extent extent = new Extent(1, 1, 0, 0);
    for (Site site : atlas.sites()) {
      extent = extent.with(UNIT.point(site.location().latitude(), site.location().longitude()));
    }
    for (Leg leg : atlas.legs()) {
      List<List<GreatCircle.Coordinate>> pieces =
          GreatCircle.between(
              atlas.sites().get(leg.from()).location(), atlas.sites().get(leg.to()).location());
      if (pieces.size() > 1) {
        return WORLD;
      }
      for (GreatCircle.Coordinate at : pieces.get(0)) {
        extent = extent.with(UNIT.point(at.latitude(), at.longitude()));
      }
    }
    return atlas.sites().isEmpty() ? WORLD : extent;
  }

  private Extent with(Projection.Point point) {
    return new Extent(
        Math.min(left, point.x()),
        Math.min(top, point.y()),
        Math.max(right, point.x()),
        Math.max(bottom, point.y()));
  }
}
