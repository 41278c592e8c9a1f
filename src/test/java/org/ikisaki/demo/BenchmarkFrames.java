package org.ikisaki.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.LinkType;

/**
 * Makes what a capturing host would have seen of the household's frames: whole, on their VLAN, and
 * in fragments where they are too long. Confined to one thread.
 */
public final class BenchmarkFrames {
  private static final int MACS = 12;
  private static final int TAG = 4;
  private static final int ETHERNET_HEADER = 14;
  private static final int IPV4_HEADER = 20;
  private static final int LARGEST_PACKET = 1500;
  private static final int CAPACITY = 1 << 16;
  private static final int ETHERTYPE_IPV4 = 0x0800;
  private static final int ETHERTYPE_VLAN = 0x8100;
  private static final int MORE_FRAGMENTS = 0x2000;
  private static final int FRAGMENT_UNIT = 8;

  private final Map<Long, Integer> vlans;
  private final Out out;
  private final ByteBuffer whole = ByteBuffer.allocate(CAPACITY);
  private final ByteBuffer sent = ByteBuffer.allocate(CAPACITY);
  private final Frame frame = new Frame();
  private final byte[] zeros = new byte[CAPACITY];

  /**
   * Begins with nothing written.
   *
   * @param vlans the VLAN identifiers of the devices that are on one, by MAC address
   */
  BenchmarkFrames(Map<Long, Integer> vlans, Out out) {
    this.vlans = Map.copyOf(vlans);
    this.out = out;
  }

  /** Where frames go. */
  public interface Out {
    void write(Frame frame) throws IOException;
  }

  /** Writes a frame of the household: the bytes that it left out are zeros. */
  void write(Frame composed) throws IOException {
    int captured = composed.capturedLength();
    int length = (int) composed.originalLength();
    whole.put(0, composed.buffer(), composed.offset(), captured);
    whole.put(captured, zeros, 0, length - captured);
    boolean ipv4 = whole.getShort(MACS) == ETHERTYPE_IPV4;
    int packet = ipv4 ? whole.getShort(ETHERNET_HEADER + 2) & 0xffff : 0;
    if (packet > LARGEST_PACKET) {
      fragments(packet - IPV4_HEADER, composed.timestamp());
    } else {
      send(length, composed.timestamp());
    }
  }

  /** Sends an IPv4 packet in pieces (RFC 791, 3.2), each with the packet's header. */
  private void fragments(int payload, long time) throws IOException {
    int flags = ETHERNET_HEADER + 6;
    int room = (LARGEST_PACKET - IPV4_HEADER) / FRAGMENT_UNIT * FRAGMENT_UNIT;
    int header = ETHERNET_HEADER + IPV4_HEADER;
    for (int from = 0; from < payload; from += room) {
      int length = Math.min(room, payload - from);
      boolean last = from + length == payload;
      whole.putShort(ETHERNET_HEADER + 2, (short) (IPV4_HEADER + length));
      whole.putShort(flags, (short) (from / FRAGMENT_UNIT | (last ? 0 : MORE_FRAGMENTS)));
      whole.putShort(flags + 4, (short) 0);
      whole.putShort(flags + 4, Checksum.finish(Checksum.sum(whole, ETHERNET_HEADER, IPV4_HEADER)));
      whole.put(header, whole, header + from, from == 0 ? 0 : length);
      send(header + length, time);
    }
  }

  private void send(int length, long time) throws IOException {
    Integer vlan = vlans.get(mac(MACS / 2));
    vlan = vlan == null ? vlans.get(mac(0)) : vlan;
    int tag = vlan == null ? 0 : TAG;
    sent.put(0, whole, 0, MACS);
    if (vlan != null) {
      sent.putShort(MACS, (short) ETHERTYPE_VLAN).putShort(MACS + 2, vlan.shortValue());
    }
    sent.put(MACS + tag, whole, MACS, length - MACS);
    frame.set(sent, 0, length + tag, length + tag, LinkType.ETHERNET, time);
    out.write(frame);
  }

  private long mac(int at) {
    return (whole.getShort(at) & 0xffffL) << 32 | whole.getInt(at + 2) & 0xffff_ffffL;
  }
}
