package org.ikisaki.demo;

import java.util.List;

/**
 * A QUIC connection: the client's Initials, then datagrams that only its ends can read. Confined to
 * the thread that polls the source.
 */
final class QuicConversation implements Conversation {
  private static final int SERVER_HELLO_DATAGRAMS = 3;
  private static final int FULL_DATAGRAM = 1200;
  private static final int ACKNOWLEDGMENT = 34;
  private static final int SEALED_OVERHEAD = 28;
  private static final long AT_ONCE = 90_000;

  private enum Phase {
    INITIAL,
    SERVER_HELLO,
    FINISHED,
    DIALOGUE
  }

  private final Wire wire;
  private final Filler filler;
  private final Path path;
  private final List<byte[]> initials;
  private final byte[] serverConnectionId;
  private final Dialogue dialogue;
  private Phase phase = Phase.INITIAL;
  private int sent;

  QuicConversation(
      Wire wire, Filler filler, Path path, List<byte[]> initials, Script script, Dice dice) {
    this.wire = wire;
    this.filler = filler;
    this.path = path;
    this.initials = initials;
    this.serverConnectionId = dice.bytes(8);
    this.dialogue = new Dialogue(script, FULL_DATAGRAM - SEALED_OVERHEAD, path.roundTrip(), dice);
  }

  @Override
  public long step(long now) {
    return switch (phase) {
      case INITIAL -> {
        wire.udp(path, true, initials.get(sent));
        yield ++sent < initials.size()
            ? now + AT_ONCE
            : then(Phase.SERVER_HELLO, now + path.roundTrip());
      }
      case SERVER_HELLO -> {
        sealed(false, FULL_DATAGRAM);
        yield ++sent < SERVER_HELLO_DATAGRAMS ? now + AT_ONCE : then(Phase.FINISHED, now + AT_ONCE);
      }
      case FINISHED -> {
        sealed(true, FULL_DATAGRAM);
        yield converse(now);
      }
      case DIALOGUE -> {
        int length = dialogue.length();
        sealed(dialogue.up(), length == 0 ? ACKNOWLEDGMENT : length + SEALED_OVERHEAD);
        yield converse(now);
      }
    };
  }

  private long then(Phase next, long time) {
    phase = next;
    sent = 0;
    return time;
  }

  private long converse(long now) {
    phase = Phase.DIALOGUE;
    return dialogue.next() ? now + dialogue.delay() : DONE;
  }

  private void sealed(boolean up, int length) {
    int captured = Filler.captured(length);
    wire.udp(path, up, filler.shortHeader(up, serverConnectionId), captured, length - captured);
  }
}
