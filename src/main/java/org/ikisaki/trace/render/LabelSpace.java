package org.ikisaki.trace.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps labels from covering each other, and dots. Confined to one thread. */
final class LabelSpace {
  private final Box picture;
  private final List<Box> labels = new ArrayList<>();
  private final List<Box> dots = new ArrayList<>();

  LabelSpace(Box picture) {
    this.picture = picture;
  }

  /** No label is to cover it, if that can be helped. */
  void dot(double x, double y, double radius) {
    dots.add(new Box(x - radius, y - radius, 2 * radius, 2 * radius));
  }

  /**
   * Takes the space for the label of a dot: beside it, above or below, where it is free.
   *
   * @param important whether it may cover other dots
   */
  Optional<Box> take(double x, double y, double radius, Box size, boolean important) {
    double gap = radius + 3;
    List<Box> boxes =
        List.of(
            size.at(x + gap, y - size.height / 2),
            size.at(x - gap - size.width, y - size.height / 2),
            size.at(x - size.width / 2, y - gap - size.height),
            size.at(x - size.width / 2, y + gap));
    Optional<Box> free =
        boxes.stream()
            .filter(this::isFree)
            .filter(box -> dots.stream().noneMatch(box::overlaps))
            .findFirst();
    if (free.isEmpty() && important) {
      free = boxes.stream().filter(this::isFree).findFirst();
    }
    free.ifPresent(labels::add);
    return free;
  }

  private boolean isFree(Box box) {
    return picture.contains(box) && labels.stream().noneMatch(box::overlaps);
  }

  /** Upper left corner and size, pixels. */
  record Box(double x, double y, double width, double height) {
    static Box ofSize(double width, double height) {
      return new Box(0, 0, width, height);
    }

    Box at(double newX, double newY) {
      return new Box(newX, newY, width, height);
    }

    boolean contains(Box other) {
      return x <= other.x
          && y <= other.y
          && other.x + other.width <= x + width
          && other.y + other.height <= y + height;
    }

    boolean overlaps(Box other) {
      return x < other.x + other.width
          && other.x < x + width
          && y < other.y + other.height
          && other.y < y + height;
    }
  }
}
