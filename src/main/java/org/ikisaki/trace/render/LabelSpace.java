package org.ikisaki.trace.render;

import java.util.ArrayList;
import java.util.List;

/** Keeps labels from covering each other. Confined to one thread. */
final class LabelSpace {
  private final List<Box> taken = new ArrayList<>();

  /** Takes the space of {@code box}, if it is free. */
  boolean take(Box box) {
    boolean free = taken.stream().noneMatch(box::overlaps);
    if (free) {
      taken.add(box);
    }
    return free;
  }

  /** Upper left corner and size, pixels. */
  record Box(double x, double y, double width, double height) {
    boolean overlaps(Box other) {
      return x < other.x + other.width
          && other.x < x + width
          && y < other.y + other.height
          && other.y < y + height;
    }
  }
}
