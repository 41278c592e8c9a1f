package org.ikisaki.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import org.ikisaki.fuzz.Oracle;
import org.ikisaki.fuzz.Script;

/** Frames of every link type, cut anywhere, somewhere in a buffer. */
class PacketFuzzTest {
  private static final int[] LINK_TYPES = {
    LinkType.ETHERNET,
    LinkType.LINUX_SLL,
    LinkType.LINUX_SLL2,
    LinkType.RAW,
    LinkType.IPV4,
    LinkType.IPV6,
    LinkType.NULL,
    LinkType.LOOP,
    LinkType.PPP,
    LinkType.PPP_HDLC,
    LinkType.PPP_ETHER,
    LinkType.C_HDLC,
    LinkType.SYSTEM_RAW,
    LinkType.OPENBSD_RAW,
    -1
  };
  private static final int VLAN = 0x80;
  private static final int CUT = 0x40;
  private static final int HEADER = 6;

  private final Frame frame = new Frame();
  private final Packet packet = new Packet();

  @FuzzTest(maxDuration = "1s")
  void frames(byte[] input) {
    Script script = new Script(input);
    int control = script.u8();
    int linkType = LINK_TYPES[(control & 0x0f) % LINK_TYPES.length];
    int beyond = script.u16();
    int tci = script.u16();
    int captured = Math.max(0, input.length - HEADER - ((control & CUT) != 0 ? script.u8() : 0));
    int offset = Math.min(HEADER, input.length);
    frame.set(ByteBuffer.wrap(input), offset, captured, captured + beyond, linkType, 0);
    if ((control & VLAN) != 0) {
      frame.setVlanTci(tci);
    }
    Verdict verdict = packet.wrap(frame);
    int end = offset + captured;
    if (verdict.isIp()) {
      Oracle.holds(packet.ipVersion() == 4 || packet.ipVersion() == 6, "a version of IP");
      Oracle.holds(packet.ipBytes() >= 0, "bytes are not negative");
      Oracle.holds(packet.networkOffset() >= offset, "the packet lies in its frame");
      Oracle.holds(packet.payloadLength() >= 0, "a payload's length is not negative");
      Oracle.holds(packet.tcpPayloadBytes() >= 0, "a segment's length is not negative");
      Oracle.holds(
          packet.payloadLength() == 0
              || (packet.payloadOffset() >= packet.networkOffset()
                  && packet.payloadOffset() + packet.payloadLength() <= end),
          "the payload lies in its frame");
      Oracle.holds(
          (packet.sourcePort() | packet.destinationPort()) >>> 16 == 0, "ports have 16 bits");
      if (packet.isLaterFragment()) {
        Oracle.holds(Fragment.offset(packet) >>> 16 == 0, "a fragment lies in 64 KiB");
      }
    }
    if (verdict == Verdict.NOT_IP) {
      Oracle.holds(packet.networkOffset() <= end, "what is no IP lies in its frame");
    }
  }
}
