package org.ikisaki.demo;

/**
 * A TCP connection: handshake, the hellos of TLS if it speaks that, a dialogue, and the end.
 * Confined to the thread that polls the source.
 */
final class TcpConversation implements Conversation {
  private static final int FIN = 0x01;
  private static final int SYN = FrameComposer.SYN;
  private static final int PSH = 0x08;
  private static final int ACK = 0x10;
  private static final long AT_ONCE = 80_000;
  private static final int CERTIFICATE_SEGMENTS = 2;
  private static final int CLIENT_FINISHED = 74;
  private static final byte[] NOTHING = {};

  private enum Phase {
    SYN,
    SYN_ACK,
    ACK,
    HELLO,
    REPLY,
    CERTIFICATE,
    FINISHED,
    DIALOGUE,
    FIN,
    FIN_ACK,
    LAST_ACK
  }

  private final Wire wire;
  private final Filler filler;
  private final Path path;
  private final Opening opening;
  private final Dialogue dialogue;
  private Phase phase;
  private int sequenceUp;
  private int sequenceDown;
  private int helloSent;
  private int certificatesSent;

  private TcpConversation(
      Wire wire, Filler filler, Path path, Opening opening, Script script, Phase phase, Dice dice) {
    this.wire = wire;
    this.filler = filler;
    this.path = path;
    this.opening = opening;
    this.dialogue = new Dialogue(script, path.maximumSegmentSize(), path.roundTrip(), dice);
    this.phase = phase;
    this.sequenceUp = dice.nextInt();
    this.sequenceDown = dice.nextInt();
  }

  /** A connection that begins with its handshake. */
  static TcpConversation from(
      Wire wire, Filler filler, Path path, Opening opening, Script script, Dice dice) {
    return new TcpConversation(wire, filler, path, opening, script, Phase.SYN, dice);
  }

  /** A connection that was open before anybody listened. */
  static TcpConversation midway(Wire wire, Filler filler, Path path, Script script, Dice dice) {
    TcpConversation conversation =
        new TcpConversation(wire, filler, path, Opening.OPAQUE, script, Phase.DIALOGUE, dice);
    conversation.dialogue.next();
    return conversation;
  }

  @Override
  public long step(long now) {
    return switch (phase) {
      case SYN -> {
        wire.tcp(path, true, SYN, sequenceUp++, 0);
        yield then(Phase.SYN_ACK, now + path.roundTrip());
      }
      case SYN_ACK -> {
        wire.tcp(path, false, SYN | ACK, sequenceDown++, sequenceUp);
        yield then(Phase.ACK, now + AT_ONCE);
      }
      case ACK -> {
        send(true, ACK);
        yield opening.hello().length > 0 ? then(Phase.HELLO, now + AT_ONCE) : converse(now);
      }
      case HELLO -> {
        int length = Math.min(path.maximumSegmentSize(), opening.hello().length - helloSent);
        send(true, ACK | PSH, opening.hello(), helloSent, length, 0);
        helloSent += length;
        yield helloSent < opening.hello().length
            ? now + AT_ONCE
            : then(Phase.REPLY, now + path.roundTrip());
      }
      case REPLY -> {
        send(false, ACK | PSH, opening.reply(), 0, opening.reply().length, 0);
        yield then(Phase.CERTIFICATE, now + AT_ONCE);
      }
      case CERTIFICATE -> {
        record(false, path.maximumSegmentSize());
        yield ++certificatesSent < CERTIFICATE_SEGMENTS
            ? now + AT_ONCE
            : then(Phase.FINISHED, now + AT_ONCE);
      }
      case FINISHED -> {
        record(true, CLIENT_FINISHED);
        yield converse(now);
      }
      case DIALOGUE -> {
        say();
        yield converse(now);
      }
      case FIN -> {
        send(true, FIN | ACK);
        sequenceUp++;
        yield then(Phase.FIN_ACK, now + path.roundTrip());
      }
      case FIN_ACK -> {
        send(false, FIN | ACK);
        sequenceDown++;
        yield then(Phase.LAST_ACK, now + AT_ONCE);
      }
      case LAST_ACK -> {
        send(true, ACK);
        yield DONE;
      }
    };
  }

  private long then(Phase next, long time) {
    phase = next;
    return time;
  }

  private long converse(long now) {
    return dialogue.next()
        ? then(Phase.DIALOGUE, now + dialogue.delay())
        : then(Phase.FIN, now + AT_ONCE);
  }

  /** Sends the packet that the dialogue is at. */
  private void say() {
    boolean up = dialogue.up();
    int length = dialogue.length();
    int flags = dialogue.end() ? ACK | PSH : ACK;
    if (length == 0) {
      send(up, ACK);
    } else if (opening.hello().length > 0) {
      record(up, length);
    } else {
      byte[] bytes =
          dialogue.start() && !opening.httpHost().isEmpty() ? httpHead(up) : filler.opaque();
      int captured = Math.min(length, bytes.length);
      send(up, flags, bytes, 0, captured, length - captured);
    }
  }

  private byte[] httpHead(boolean up) {
    return up
        ? HttpHeads.request(opening.httpHost(), dialogue.messageLength())
        : HttpHeads.response(dialogue.messageLength());
  }

  private void record(boolean up, int length) {
    int captured = Filler.captured(length);
    send(up, ACK | PSH, filler.record(length), 0, captured, length - captured);
  }

  private void send(boolean up, int flags) {
    send(up, flags, NOTHING, 0, 0, 0);
  }

  private void send(boolean up, int flags, byte[] bytes, int offset, int length, int zeros) {
    int own = up ? sequenceUp : sequenceDown;
    int other = up ? sequenceDown : sequenceUp;
    wire.tcp(path, up, flags, own, other, bytes, offset, length, zeros);
    if (up) {
      sequenceUp += length + zeros;
    } else {
      sequenceDown += length + zeros;
    }
  }
}
