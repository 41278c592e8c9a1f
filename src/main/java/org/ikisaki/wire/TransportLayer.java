package org.ikisaki.wire;

/**
 * Ports, and where the payload lies, of the transports that have ports. Confined to the thread of
 * its {@link Packet}.
 *
 * <p>All begin alike. TCP (RFC 9293, 3.1), UDP (RFC 768), UDP-Lite (RFC 3828), SCTP (RFC 9260,
 * 3.1), DCCP (RFC 4340, 5.1):
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |          Source port          |        Destination port       |
 * +-------------------------------+-------------------------------+
 * |  TCP: sequence number    UDP: length    DCCP: data offset/4   |
 * +---------------------------------------------------------------+
 * |  TCP: acknowledgment number                                   |
 * +-------+-------+---------------+-------------------------------+
 * |offset |       |     flags     |  TCP: window                  |
 * +-------+-------+---------------+-------------------------------+
 * </pre>
 */
final class TransportLayer {
  private static final int PORTS = 0;
  private static final int PORTS_LENGTH = 4;

  private static final int TCP_SEQUENCE = 4;
  private static final int TCP_ACKNOWLEDGMENT = 8;
  private static final int TCP_DATA_OFFSET_AND_FLAGS = 12;
  private static final int TCP_MIN_LENGTH = 20;

  private static final int UDP_LENGTH = 4;
  private static final int UDP_HEADER = 8;

  private static final int SCTP_HEADER = 12;

  private static final int DCCP_DATA_OFFSET = 4;
  private static final int DCCP_MIN_LENGTH = 12;

  private int sourcePort;
  private int destinationPort;
  private int tcpFlags;
  private int tcpSequence;
  private int tcpAcknowledgment;
  private int tcpPayloadBytes;
  private int payloadOffset;
  private int payloadLength;

  Verdict wrap(byte[] bytes, NetworkLayer network) {
    sourcePort = 0;
    destinationPort = 0;
    tcpFlags = 0;
    tcpSequence = 0;
    tcpAcknowledgment = 0;
    tcpPayloadBytes = 0;
    if (!network.transportReached) {
      setPayload(network.end, network.end);
      return Verdict.PORTS_UNREACHED;
    }
    if (network.laterFragment || !hasPorts(network.protocol)) {
      setPayload(network.transportOffset, network.end);
      return Verdict.NO_PORTS;
    }
    int at = network.transportOffset;
    if (at + PORTS_LENGTH > network.end) {
      setPayload(network.end, network.end);
      return Verdict.PORTS_UNREACHED;
    }
    int ports = BigEndian.i32(bytes, at + PORTS);
    sourcePort = ports >>> 16;
    destinationPort = ports & 0xffff;
    return switch (network.protocol) {
      case IpProtocol.TCP -> tcp(bytes, at, network);
      case IpProtocol.UDP -> udp(bytes, at, network);
      case IpProtocol.DCCP -> dccp(bytes, at, network);
      case IpProtocol.SCTP -> payloadAfter(at, SCTP_HEADER, network);
      default -> payloadAfter(at, UDP_HEADER, network);
    };
  }

  static boolean hasPorts(int protocol) {
    return switch (protocol) {
      case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.DCCP, IpProtocol.SCTP, IpProtocol.UDP_LITE ->
          true;
      default -> false;
    };
  }

  int sourcePort() {
    return sourcePort;
  }

  int destinationPort() {
    return destinationPort;
  }

  int tcpFlags() {
    return tcpFlags;
  }

  int tcpSequence() {
    return tcpSequence;
  }

  int tcpAcknowledgment() {
    return tcpAcknowledgment;
  }

  int tcpPayloadBytes() {
    return tcpPayloadBytes;
  }

  int payloadOffset() {
    return payloadOffset;
  }

  int payloadLength() {
    return payloadLength;
  }

  private Verdict tcp(byte[] bytes, int at, NetworkLayer network) {
    if (at + TCP_SEQUENCE + 4 <= network.end) {
      tcpSequence = BigEndian.i32(bytes, at + TCP_SEQUENCE);
    }
    if (at + TCP_DATA_OFFSET_AND_FLAGS + 2 > network.end) {
      return payloadAfter(at, TCP_MIN_LENGTH, network);
    }
    tcpAcknowledgment = BigEndian.i32(bytes, at + TCP_ACKNOWLEDGMENT);
    int offsetAndFlags = BigEndian.u16(bytes, at + TCP_DATA_OFFSET_AND_FLAGS);
    tcpFlags = offsetAndFlags & 0xff;
    int headerLength = (offsetAndFlags >>> 12 & 0xf) * 4;
    if (headerLength < TCP_MIN_LENGTH) {
      return contradiction(network);
    }
    tcpPayloadBytes = (int) Math.max(0, network.wireEnd - (at + headerLength));
    return payloadAfter(at, headerLength, network);
  }

  private Verdict udp(byte[] bytes, int at, NetworkLayer network) {
    if (at + UDP_LENGTH + 2 > network.end) {
      return payloadAfter(at, UDP_HEADER, network);
    }
    int length = BigEndian.u16(bytes, at + UDP_LENGTH);
    if (length == 0) {
      // A jumbogram (RFC 2675, 4), or segmentation offload: what is left of the packet.
      return payloadAfter(at, UDP_HEADER, network);
    }
    if (length < UDP_HEADER) {
      return contradiction(network);
    }
    Verdict verdict = payloadAfter(at, UDP_HEADER, network);
    payloadLength = Math.min(payloadLength, length - UDP_HEADER);
    return verdict;
  }

  private Verdict dccp(byte[] bytes, int at, NetworkLayer network) {
    if (at + DCCP_DATA_OFFSET >= network.end) {
      return payloadAfter(at, DCCP_MIN_LENGTH, network);
    }
    int headerLength = BigEndian.u8(bytes, at + DCCP_DATA_OFFSET) * 4;
    return headerLength < DCCP_MIN_LENGTH
        ? contradiction(network)
        : payloadAfter(at, headerLength, network);
  }

  /** A header that was not captured whole is fine; one that leaves its packet is not. */
  private Verdict payloadAfter(int at, int headerLength, NetworkLayer network) {
    if (at + headerLength > network.wireEnd && !network.firstFragment) {
      return contradiction(network);
    }
    setPayload(at + headerLength, network.end);
    return Verdict.PORTS;
  }

  private Verdict contradiction(NetworkLayer network) {
    setPayload(network.end, network.end);
    return Verdict.BAD_TRANSPORT;
  }

  private void setPayload(int offset, int end) {
    payloadOffset = Math.min(offset, end);
    payloadLength = end - payloadOffset;
  }
}
