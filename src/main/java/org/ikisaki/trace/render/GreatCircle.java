package org.ikisaki.trace.render;

import java.util.ArrayList;
import java.util.List;
import org.ikisaki.trace.Location;

/** The shortest way over the globe between two places. */
final class GreatCircle {
  /** One point every so many degrees is smooth on a map of the world. */
  private static final double STEP_DEGREES = 3;

  private GreatCircle() {}

  /**
   * Pieces of a line, each on one side of the 180th meridian.
   *
   * <p>Between antipodes every way is a shortest one; that over the first's meridian is taken.
   */
  static List<List<Coordinate>> between(Location from, Location to) {
    Vector start = Vector.of(from);
    Vector end = Vector.of(to);
    double angle = Math.acos(Math.max(-1, Math.min(1, start.dot(end))));
    int steps = Math.max(1, (int) Math.ceil(Math.toDegrees(angle) / STEP_DEGREES));
    List<List<Coordinate>> pieces = new ArrayList<>();
    List<Coordinate> piece = new ArrayList<>();
    piece.add(new Coordinate(from.latitude(), from.longitude()));
    for (int i = 1; i <= steps; i++) {
      Coordinate next =
          i == steps
              ? new Coordinate(to.latitude(), to.longitude())
              : start.towards(end, angle, (double) i / steps).coordinate();
      Coordinate last = piece.get(piece.size() - 1);
      if (Math.abs(next.longitude - last.longitude) > 180) {
        double edge = last.longitude > 0 ? 180 : -180;
        double latitude = last.latitudeAt(edge, next);
        piece.add(new Coordinate(latitude, edge));
        pieces.add(piece);
        piece = new ArrayList<>();
        piece.add(new Coordinate(latitude, -edge));
      }
      piece.add(next);
    }
    pieces.add(piece);
    return pieces;
  }

  /** Degrees north and east. */
  record Coordinate(double latitude, double longitude) {
    /** Where the way to {@code next}, beyond the 180th meridian, meets it. */
    double latitudeAt(double edge, Coordinate next) {
      double beyond = next.longitude + (edge > 0 ? 360 : -360);
      double share = beyond == longitude ? 0 : (edge - longitude) / (beyond - longitude);
      return latitude + share * (next.latitude - latitude);
    }
  }

  private record Vector(double x, double y, double z) {
    static Vector of(Location place) {
      double latitude = Math.toRadians(place.latitude());
      double longitude = Math.toRadians(place.longitude());
      return new Vector(
          Math.cos(latitude) * Math.cos(longitude),
          Math.cos(latitude) * Math.sin(longitude),
          Math.sin(latitude));
    }

    double dot(Vector other) {
      return x * other.x + y * other.y + z * other.z;
    }

    /** Spherical linear interpolation; straight where the angle is next to nothing. */
    Vector towards(Vector end, double angle, double share) {
      double sine = Math.sin(angle);
      if (sine < 1e-9) {
        return plus(1 - share, end, share);
      }
      return plus(Math.sin((1 - share) * angle) / sine, end, Math.sin(share * angle) / sine);
    }

    private Vector plus(double weight, Vector other, double otherWeight) {
      return new Vector(
          weight * x + otherWeight * other.x,
          weight * y + otherWeight * other.y,
          weight * z + otherWeight * other.z);
    }

    Coordinate coordinate() {
      return new Coordinate(
          Math.toDegrees(Math.atan2(z, Math.hypot(x, y))), Math.toDegrees(Math.atan2(y, x)));
    }
  }
}
