package org.ikisaki.fuzz;

import java.nio.ByteBuffer;
import org.ikisaki.wire.EtherType;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.IpProtocol;
import org.ikisaki.wire.LinkType;
import org.ikisaki.wire.Packet;

/**
 * A line between two computers: packs what a {@link Script} says into packets, in one buffer. Each
 * step is a control byte, fields that it announces, a length and a payload. Confined to one thread.
 */
public final class Line {
  /** The other end sends. */
  public static final int REPLY = 0x01;

  /** The step has a position of its own in the stream; else it goes on where the last ended. */
  public static final int PLACED = 0x02;

  /** The length has two bytes. */
  public static final int LONG = 0x04;

  /** Another connection. */
  public static final int OTHER = 0x08;

  /** Of TCP: opens the stream. */
  public static final int SYN = 0x10;

  /** Of a fragment: more follow. */
  public static final int MORE = 0x10;

  /** Two bits of how much time passes before it. */
  public static final int TIME_SHIFT = 6;

  private static final int[] PAUSES = {0, 1, 1_000, 6_000};

  private static final int IP = 14;
  private static final int TRANSPORT = IP + 20;
  private static final int UDP_HEADER = 8;
  private static final int TCP_HEADER = 20;
  private static final int MAX_PAYLOAD = 0xffff - 20 - TCP_HEADER;
  private static final int CLIENT = 0xc000_020a;
  private static final int SERVER = 0xc633_6401;
  private static final int CLIENT_PORT = 50_000;
  private static final int FIRST_SEQUENCE = 1_000;
  private static final int MORE_FRAGMENTS = 0x2000;

  private final ByteBuffer bytes = ByteBuffer.allocate(IP + 0xffff);
  private final Frame frame = new Frame();
  private final Packet packet = new Packet();
  private final int port;
  private final int[] positions = new int[4];
  private long time = 1_700_000_000_000_000_000L;

  /**
   * @param port the server's
   */
  public Line(int port) {
    this.port = port;
    bytes.putShort((short) 0x0200).putInt(1).putShort((short) 0x0200).putInt(2);
    bytes.putShort((short) EtherType.IPV4);
  }

  /** Begins a new conversation, long after the last. */
  public void begin() {
    pass(60_000);
    positions[0] = positions[1] = positions[2] = positions[3] = 0;
  }

  public void pass(int milliseconds) {
    time += milliseconds * 1_000_000L;
  }

  /** The next step as a TCP segment. */
  public Packet segment(Script script) {
    int control = script.u8();
    int stream = control & REPLY | (control & OTHER) >>> 2;
    if ((control & PLACED) != 0) {
      positions[stream] = (short) script.u16();
    }
    boolean isSyn = (control & SYN) != 0;
    int flags = !isSyn ? 0x10 : (control & REPLY) == 0 ? 0x02 : 0x12;
    int length = length(script, control);
    int sequence = FIRST_SEQUENCE + positions[stream] - (isSyn ? 1 : 0);
    bytes.putInt(TRANSPORT + 4, sequence);
    bytes.putInt(TRANSPORT + 8, 0);
    bytes.putShort(TRANSPORT + 12, (short) (5 << 12 | flags));
    bytes.putShort(TRANSPORT + 14, (short) 0xffff);
    bytes.putInt(TRANSPORT + 16, 0);
    script.read(bytes, TRANSPORT + TCP_HEADER, length);
    positions[stream] += length;
    return packet(control, IpProtocol.TCP, 0, TCP_HEADER + length);
  }

  /** The next step as a UDP datagram. */
  public Packet datagram(Script script) {
    int control = script.u8();
    int length = length(script, control);
    script.read(bytes, TRANSPORT + UDP_HEADER, length);
    return datagram(control, length);
  }

  /** A UDP datagram of the client's, with this payload. */
  public Packet datagram(byte[] payload) {
    bytes.put(TRANSPORT + UDP_HEADER, payload);
    return datagram(0, payload.length);
  }

  /** The next step as a fragment of a UDP datagram of the server's, its position in eights. */
  public Packet fragment(Script script) {
    int control = script.u8() ^ REPLY;
    int position = (control & PLACED) != 0 ? script.u16() & 0x1fff : 0;
    int length = length(script, control);
    int more = (control & MORE) != 0 ? MORE_FRAGMENTS : 0;
    if (position > 0) {
      script.read(bytes, TRANSPORT, length);
      return packet(control, IpProtocol.UDP, more | position, length);
    }
    int whole = script.u16();
    script.read(bytes, TRANSPORT + UDP_HEADER, length);
    bytes.putShort(TRANSPORT + 4, (short) whole);
    return packet(control, IpProtocol.UDP, more, UDP_HEADER + length);
  }

  private Packet datagram(int control, int length) {
    bytes.putShort(TRANSPORT + 4, (short) (UDP_HEADER + length));
    return packet(control, IpProtocol.UDP, 0, UDP_HEADER + length);
  }

  private static int length(Script script, int control) {
    return Math.min(script.length((control & LONG) != 0), MAX_PAYLOAD);
  }

  private Packet packet(int control, int protocol, int fragment, int length) {
    pass(PAUSES[control >>> TIME_SHIFT & 3]);
    boolean isReply = (control & REPLY) != 0;
    int client = CLIENT_PORT + ((control & OTHER) == 0 ? 0 : 1);
    bytes.putShort(IP, (short) 0x4500);
    bytes.putShort(IP + 2, (short) (20 + length));
    bytes.putShort(IP + 4, (short) client);
    bytes.putShort(IP + 6, (short) fragment);
    bytes.putShort(IP + 8, (short) (64 << 8 | protocol));
    bytes.putShort(IP + 10, (short) 0);
    bytes.putInt(IP + 12, isReply ? SERVER : CLIENT);
    bytes.putInt(IP + 16, isReply ? CLIENT : SERVER);
    if ((fragment & 0x1fff) == 0) {
      bytes.putShort(TRANSPORT, (short) (isReply ? port : client));
      bytes.putShort(TRANSPORT + 2, (short) (isReply ? client : port));
    }
    int end = TRANSPORT + length;
    frame.set(bytes, 0, end, end, LinkType.ETHERNET, time);
    packet.wrap(frame);
    return packet;
  }
}
