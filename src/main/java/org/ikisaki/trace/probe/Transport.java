package org.ikisaki.trace.probe;

import java.nio.ByteBuffer;
import org.ikisaki.trace.ProbeKind;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.IpProtocol;

/**
 * The headers of raw probes behind that of IP. What load balancers look at is the same for all
 * probes of a flow; the id is where even a router that quotes eight bytes quotes it.
 *
 * <pre>
 * UDP (RFC 768)   | source port  | port of target | length | checksum | payload
 *                   by the flow                              = id       makes up for that, and the id
 * TCP (RFC 9293)  | source port  | port of target | sequence number: secret (16), id (16) | SYN …
 * ICMP            | type, code   | checksum       | identifier | sequence | payload
 *                                  by the flow      secret       = id       makes up for the checksum
 * </pre>
 */
final class Transport {
  private static final int UDP_LENGTH = 8 + 4;
  private static final int TCP_LENGTH = 20;
  private static final int ECHO_LENGTH = 8 + 4;

  private static final int CHECKSUM_OF_UDP = 6;
  private static final int CHECKSUM_OF_TCP = 16;
  private static final int CHECKSUM_OF_ECHO = 2;
  private static final int MAKEUP = 8;
  private static final int SPARE_ID = 10;

  private static final int SEQUENCE = 4;
  private static final int TCP_FLAGS = 13;
  private static final int SYN = 0x02;
  private static final int RST = 0x04;
  private static final int ACK = 0x10;
  private static final int WINDOW = 14;
  private static final int IDENTIFIER = 4;
  private static final int ECHO_SEQUENCE = 6;

  private static final int ECHO_REQUEST = 8;
  private static final int ECHO_REPLY = 0;
  private static final int ECHO_REQUEST6 = 128;
  private static final int ECHO_REPLY6 = 129;

  private final ProbeKind kind;
  private final int port;
  private final int firstSource;
  private final int secret;

  /**
   * Headers of one run.
   *
   * @param port of the targets
   * @param firstSource the source port of the first flow
   * @param secret 16 bits that nobody can guess
   */
  Transport(ProbeKind kind, int port, int firstSource, int secret) {
    this.kind = kind;
    this.port = port;
    this.firstSource = firstSource;
    this.secret = secret;
  }

  int protocol(boolean ipv6) {
    return switch (kind) {
      case TCP -> IpProtocol.TCP;
      case ICMP -> ipv6 ? IpProtocol.ICMPV6 : IpProtocol.ICMP;
      default -> IpProtocol.UDP;
    };
  }

  int length() {
    return switch (kind) {
      case TCP -> TCP_LENGTH;
      case ICMP -> ECHO_LENGTH;
      default -> UDP_LENGTH;
    };
  }

  /** Writes header and payload. */
  void write(ByteBuffer into, int at, Probe probe, IpAddress source) {
    boolean ipv6 = !source.isIpv4();
    for (int i = 0; i < length(); i++) {
      into.put(at + i, (byte) 0);
    }
    long pseudo =
        kind == ProbeKind.ICMP && !ipv6
            ? 0
            : Checksum.pseudoHeader(source, probe.target(), protocol(ipv6), length());
    switch (kind) {
      case TCP -> {
        ports(into, at, probe.flow());
        into.putInt(at + SEQUENCE, secret << 16 | probe.id());
        into.put(at + 12, (byte) (TCP_LENGTH / 4 << 4)).put(at + TCP_FLAGS, (byte) SYN);
        into.putShort(at + WINDOW, (short) 0xffff);
        into.putShort(at + CHECKSUM_OF_TCP, (short) Checksum.of(into, at, TCP_LENGTH, pseudo));
      }
      case ICMP -> {
        into.put(at, (byte) (ipv6 ? ECHO_REQUEST6 : ECHO_REQUEST));
        into.putShort(at + IDENTIFIER, (short) secret);
        into.putShort(at + ECHO_SEQUENCE, (short) probe.id());
        makeUp(into, at, CHECKSUM_OF_ECHO, flowChecksum(probe.flow()), pseudo);
      }
      default -> {
        ports(into, at, probe.flow());
        into.putShort(at + 4, (short) UDP_LENGTH);
        into.putShort(at + SPARE_ID, (short) probe.id());
        makeUp(into, at, CHECKSUM_OF_UDP, probe.id(), pseudo);
      }
    }
  }

  private void ports(ByteBuffer into, int at, int flow) {
    into.putShort(at, (short) (firstSource + flow)).putShort(at + 2, (short) port);
  }

  private int flowChecksum(int flow) {
    return secret + flow & 0xffff | 1;
  }

  /** Writes a checksum, and the payload that makes it the right one. */
  private void makeUp(ByteBuffer into, int at, int field, int checksum, long pseudo) {
    // Of all but the payload and the field itself, in ones' complement.
    int rest = ~Checksum.of(into, at, length(), pseudo) & 0xffff;
    into.putShort(at + field, (short) checksum);
    into.putShort(at + MAKEUP, (short) (~Checksum.fold((long) checksum + rest) & 0xffff));
  }

  /**
   * Which probe eight quoted bytes are of.
   *
   * @return the id, or {@link Payload#FOREIGN}
   */
  int id(ByteBuffer quoted, int at, boolean ipv6) {
    if (at > quoted.limit() - MAKEUP) {
      return Payload.FOREIGN;
    }
    return switch (kind) {
      case TCP ->
          flow(quoted, at, at + 2) >= 0 && quoted.getShort(at + SEQUENCE) == (short) secret
              ? quoted.getShort(at + SEQUENCE + 2) & 0xffff
              : Payload.FOREIGN;
      case ICMP ->
          (quoted.get(at) & 0xff) == (ipv6 ? ECHO_REQUEST6 : ECHO_REQUEST)
                  && quoted.getShort(at + IDENTIFIER) == (short) secret
              ? quoted.getShort(at + ECHO_SEQUENCE) & 0xffff
              : Payload.FOREIGN;
      default ->
          flow(quoted, at, at + 2) >= 0
              ? quoted.getShort(at + CHECKSUM_OF_UDP) & 0xffff
              : Payload.FOREIGN;
    };
  }

  /**
   * The id in quoted bytes that a NAT leaves alone, where they are quoted.
   *
   * @return 0 where they aren't
   */
  int spareId(ByteBuffer quoted, int at) {
    return kind == ProbeKind.UDP && at <= quoted.limit() - UDP_LENGTH
        ? quoted.getShort(at + SPARE_ID) & 0xffff
        : 0;
  }

  /** Whether the checksum of what was quoted, as far as it was, is not that of what was sent. */
  boolean isTranslated(ByteBuffer quoted, int at, ByteBuffer sent, int sentAt) {
    int field =
        switch (kind) {
          case TCP -> CHECKSUM_OF_TCP;
          case ICMP -> CHECKSUM_OF_ECHO;
          default -> CHECKSUM_OF_UDP;
        };
    boolean there = at <= quoted.limit() - field - Short.BYTES;
    int checksum = there ? quoted.getShort(at + field) : 0;
    // Routers fill up with zeros what they don't keep.
    return checksum != 0 && checksum != sent.getShort(sentAt + field);
  }

  /**
   * Which probe the target itself answers.
   *
   * @return the id, or {@link Payload#FOREIGN}: also of what a UDP service answers, which says its
   *     {@linkplain #answeredFlow flow} alone
   */
  int answered(ByteBuffer answer, int at, boolean ipv6) {
    if (at > answer.limit() - MAKEUP) {
      return Payload.FOREIGN;
    }
    return switch (kind) {
      case TCP -> {
        if (at > answer.limit() - TCP_LENGTH || flow(answer, at + 2, at) < 0) {
          yield Payload.FOREIGN;
        }
        int flags = answer.get(at + TCP_FLAGS);
        int acknowledged = answer.getInt(at + 8) - 1;
        boolean ours = acknowledged >>> 16 == secret;
        yield ours && (flags & ACK) != 0 && (flags & (SYN | RST)) != 0
            ? acknowledged & 0xffff
            : Payload.FOREIGN;
      }
      case ICMP ->
          (answer.get(at) & 0xff) == (ipv6 ? ECHO_REPLY6 : ECHO_REPLY)
                  && answer.getShort(at + IDENTIFIER) == (short) secret
              ? answer.getShort(at + ECHO_SEQUENCE) & 0xffff
              : Payload.FOREIGN;
      default -> Payload.FOREIGN;
    };
  }

  /** Which flow a datagram from the targets' port answers; -1 if none. */
  int answeredFlow(ByteBuffer answer, int at) {
    return at > answer.limit() - MAKEUP ? -1 : flow(answer, at + 2, at);
  }

  /** The flow, if one field is a source port of ours and the other the targets'; else -1. */
  private int flow(ByteBuffer bytes, int source, int destination) {
    int flow = (bytes.getShort(source) & 0xffff) - firstSource;
    boolean ours =
        flow >= 0 && flow < HopProbing.MAX_FLOWS && (bytes.getShort(destination) & 0xffff) == port;
    return ours ? flow : -1;
  }
}
