package org.ikisaki.demo;

/**
 * Datagrams both ways at a steady pace: a call, a game. Confined to the thread that polls the
 * source.
 *
 * <p>Each step sends one; up and down take turns.
 */
final class MediaStream implements Conversation {
  private final Wire wire;
  private final Filler filler;
  private final Path path;
  private final Shape shape;
  private final long end;
  private final Dice dice;
  private boolean up;

  MediaStream(Wire wire, Filler filler, Path path, Shape shape, long end, Dice dice) {
    this.wire = wire;
    this.filler = filler;
    this.path = path;
    this.shape = shape;
    this.end = end;
    this.dice = dice;
  }

  /**
   * What the datagrams are like.
   *
   * @param interval nanoseconds between two of them in one direction
   * @param sizeUp their payload, more or less
   * @param sizeDown likewise
   */
  record Shape(long interval, int sizeUp, int sizeDown) {}

  @Override
  public long step(long now) {
    up = !up;
    int length = (int) dice.about(up ? shape.sizeUp() : shape.sizeDown());
    int captured = Filler.captured(length);
    wire.udp(path, up, filler.opaque(), captured, length - captured);
    long next = now + dice.about(shape.interval() / 2);
    return next < end ? next : DONE;
  }
}
