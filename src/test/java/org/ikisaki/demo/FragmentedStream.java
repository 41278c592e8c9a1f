package org.ikisaki.demo;

/**
 * Datagrams that no frame can hold, each in two fragments once they are on the wire. Confined to
 * the thread that polls the source.
 */
final class FragmentedStream implements Conversation {
  private static final long INTERVAL = 3_600_000_000L;
  private static final int PAYLOAD = 2_900;
  private static final int IPV4_HEADER = 20;

  private final Wire wire;
  private final Path path;
  private final Filler filler;
  private final Dice dice;

  FragmentedStream(Wire wire, Path path, Dice dice) {
    this.wire = wire;
    this.path = path;
    this.filler = new Filler(dice);
    this.dice = dice;
  }

  @Override
  public long step(long now) {
    int captured = Filler.captured(PAYLOAD);
    wire.udp(path, true, filler.opaque(), captured, PAYLOAD - captured);
    // The second fragment has a header of its own.
    path.tally().count(true, IPV4_HEADER);
    return now + dice.about(INTERVAL);
  }
}
