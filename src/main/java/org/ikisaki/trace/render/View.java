package org.ikisaki.trace.render;

/**
 * What of the world a picture shows.
 *
 * @param projection of the whole world
 * @param x where its left edge lies in the picture, pixels
 * @param y where its upper edge lies
 */
record View(Projection projection, double x, double y) {
  /** Around the world. */
  static final double MARGIN = 20;

  /** Around what is less than the world: names need some room. */
  private static final double PADDING = 90;

  /** Outlines are too coarse for more. */
  private static final double MAX_ZOOM = 8;

  /** What is nearly the whole world is rather shown as that. */
  private static final double MIN_ZOOM = 1.2;

  /** How high a picture of the whole world is. */
  static double height(double width) {
    return new Projection(width - 2 * MARGIN).height() + 2 * MARGIN;
  }

  /** Of an extent in a picture that has the world's proportions. */
  static View of(Extent extent, double width) {
    double height = height(width);
    double world = width - 2 * MARGIN;
    double zoom =
        Math.min(
                (width - 2 * PADDING) / (extent.right() - extent.left()),
                (height - 2 * PADDING) / (extent.bottom() - extent.top()))
            / world;
    if (zoom < MIN_ZOOM) {
      return new View(new Projection(world), MARGIN, MARGIN);
    }
    Projection projection = new Projection(world * Math.min(zoom, MAX_ZOOM));
    return new View(
        projection,
        place(extent.left() + extent.right(), projection.width(), projection.width(), width),
        place(extent.top() + extent.bottom(), projection.width(), projection.height(), height));
  }

  /** The middle in the middle, but for what would show more than the world. */
  private static double place(double twiceMiddle, double scale, double size, double picture) {
    double middle = picture / 2 - twiceMiddle / 2 * scale;
    return Math.max(picture - MARGIN - size, Math.min(MARGIN, middle));
  }
}
