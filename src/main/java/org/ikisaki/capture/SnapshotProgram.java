package org.ikisaki.capture;

import java.util.List;
import org.ikisaki.capture.BpfAssembler.Label;
import org.ikisaki.linux.BpfInstruction;
import org.ikisaki.wire.EtherType;
import org.ikisaki.wire.IpProtocol;

/**
 * The program by which the kernel keeps of each frame as much as we read: a ring holds four times
 * as many frames so.
 *
 * <p>Whole, up to {@link #WHOLE} bytes, are kept
 *
 * <ul>
 *   <li>what is not plain IP: other EtherTypes, tags still in the frame, IPv6 with extension
 *       headers, and every fragment;
 *   <li>what goes from or to a port where names are asked and told: DNS and its kin;
 *   <li>TCP segments to the ports of TLS;
 *   <li>on any port, segments that begin like a TLS handshake or an HTTP request, and datagrams
 *       that begin like a DTLS handshake or with a QUIC long header of a version in use.
 * </ul>
 *
 * <p>Of all others the headers are kept: link, IP and transport with all their options. The program
 * knows no connections, so a handshake on another port loses its second segment, and a server's
 * certificate on any port what is not in the segment that its hello begins.
 */
final class SnapshotProgram {
  /*
   * A load beyond a frame's end ends a program and drops the frame, uncounted. So the first thing
   * asked is the length: a frame no longer than all headers can be is kept as it is, and in every
   * longer one all that the program loads is there, whatever the header lengths say.
   */

  /**
   * No frame of common Ethernet is longer; those of segmentation offload and jumbo ones are cut.
   */
  static final int WHOLE = 2_048;

  /** Names are told from or to these, over UDP and TCP: DNS, DHCP, NetBIOS, SSDP, mDNS, LLMNR. */
  static final int[] NAME_PORTS = {53, 67, 68, 137, 546, 547, 1900, 5353, 5355};

  /** Whole segments go to these: a hello may take several. */
  static final int[] TLS_PORTS = {443, 853, 8443};

  /** How requests begin: methods of HTTP, WebDAV and UPnP, and HTTP/2's preface. */
  static final List<String> REQUESTS =
      List.of(
          "GET ", "POST", "HEAD", "PUT ", "DELE", "CONN", "OPTI", "PATC", "TRAC", "PRI ", "PROP",
          "REPO", "NOTI", "SUBS", "M-SE");

  static final int TLS_HANDSHAKE = 0x1603;
  static final int DTLS_HANDSHAKE = 0x16fe;
  static final int QUIC_LONG_HEADER = 0x80;

  private static final int ETHERNET_TYPE = 12;
  private static final int ETHERNET_HEADER = 14;

  private static final int LONGEST_IPV4_HEADER = 60;
  private static final int SHORTEST_TCP_HEADER = 20;
  private static final int LONGEST_TCP_HEADER = 60;
  private static final int PAYLOAD_WORD = 4;

  private static final int IPV4_FRAGMENT = 6;
  private static final int IPV4_OFFSET_AND_MORE = 0x3fff;
  private static final int IPV4_PROTOCOL = 9;

  private static final int IPV6_NEXT_HEADER = 6;
  private static final int IPV6_HEADER = 40;
  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int DESTINATION_OPTIONS = 60;

  private static final int SOURCE_PORT = 0;
  private static final int DESTINATION_PORT = 2;
  private static final int TCP_DATA_OFFSET = 12;
  private static final int UDP_HEADER = 8;
  private static final int QUIC_VERSION = 1;
  private static final int QUIC_VERSION_1 = 0x0000_0001;
  private static final int QUIC_VERSION_2 = 0x6b33_43cf;
  private static final int QUIC_DRAFTS = 0xff_0000;
  private static final int QUIC_MVFST = 0xfa_ceb0;
  private static final int QUIC_GOOGLE_Q = 0x5130;
  private static final int QUIC_GOOGLE_T = 0x5430;

  private final BpfAssembler program = new BpfAssembler();
  private final Label ipv6 = new Label();
  private final Label tcp = new Label();
  private final Label udp = new Label();
  private final Label headers = new Label();
  private final Label whole = new Label();
  private final int network;
  private final int longestHeaders;

  private SnapshotProgram(boolean hasLinkHeader, int snapshotLength) {
    network = hasLinkHeader ? ETHERNET_HEADER : 0;
    longestHeaders = Math.min(headers(hasLinkHeader), snapshotLength);
  }

  /**
   * Makes the program.
   *
   * @param hasLinkHeader whether frames begin with an Ethernet header, or else with IP
   * @param snapshotLength more than this is never kept
   * @param filter rejects what is not to be kept at all; may be empty
   */
  static List<BpfInstruction> assemble(
      boolean hasLinkHeader, int snapshotLength, List<BpfInstruction> filter) {
    return new SnapshotProgram(hasLinkHeader, snapshotLength).assemble(snapshotLength, filter);
  }

  /** The most that is kept of frames whose headers alone are read. */
  static int headers(boolean hasLinkHeader) {
    return (hasLinkHeader ? ETHERNET_HEADER : 0)
        + LONGEST_IPV4_HEADER
        + LONGEST_TCP_HEADER
        + PAYLOAD_WORD;
  }

  private List<BpfInstruction> assemble(int snapshotLength, List<BpfInstruction> filter) {
    int headersLength = headers(network != 0);
    Label isLong = new Label();
    program.unlessRejectedBy(filter);
    program.loadLength().jumpIfAtLeast(headersLength, isLong).jump(whole).place(isLong);
    if (network == 0) {
      byVersion();
    } else {
      byEtherType();
    }
    ipv4();
    ipv6();
    tcp();
    udp();
    program.place(headers).keep(longestHeaders);
    program.place(whole).keep(Math.min(WHOLE, snapshotLength));
    return program.assemble();
  }

  /** IPv4 goes on to the next instruction. */
  private void byEtherType() {
    Label ipv4 = new Label();
    program
        .loadHalf(ETHERNET_TYPE)
        .jumpIfEqual(EtherType.IPV4, ipv4)
        .jumpIfEqual(EtherType.IPV6, ipv6)
        .jump(whole)
        .place(ipv4);
  }

  private void byVersion() {
    Label ipv4 = new Label();
    program
        .loadByte(0)
        .shiftRight(4)
        .jumpIfEqual(4, ipv4)
        .jumpIfEqual(6, ipv6)
        .jump(whole)
        .place(ipv4);
  }

  private void ipv4() {
    program
        .loadHalf(network + IPV4_FRAGMENT)
        .jumpIfAnyBit(IPV4_OFFSET_AND_MORE, whole)
        .loadXWithIpv4HeaderLength(network)
        .loadByte(network + IPV4_PROTOCOL)
        .jumpIfEqual(IpProtocol.TCP, tcp)
        .jumpIfEqual(IpProtocol.UDP, udp)
        .jump(headers);
  }

  private void ipv6() {
    program
        .place(ipv6)
        .loadX(IPV6_HEADER)
        .loadByte(network + IPV6_NEXT_HEADER)
        .jumpIfEqual(IpProtocol.TCP, tcp)
        .jumpIfEqual(IpProtocol.UDP, udp)
        .jumpIfEqual(HOP_BY_HOP, whole)
        .jumpIfEqual(ROUTING, whole)
        .jumpIfEqual(FRAGMENT, whole)
        .jumpIfEqual(DESTINATION_OPTIONS, whole)
        .jump(headers);
  }

  /** From here on X is the length of the IP header. */
  private void tcp() {
    program.place(tcp).loadHalfAtX(network + SOURCE_PORT);
    wholeIfAnyOf(NAME_PORTS);
    program.loadHalfAtX(network + DESTINATION_PORT);
    wholeIfAnyOf(NAME_PORTS);
    wholeIfAnyOf(TLS_PORTS);
    Label isHeader = new Label();
    program
        .loadByteAtX(network + TCP_DATA_OFFSET)
        .and(0xf0)
        .jumpIfAtLeast(SHORTEST_TCP_HEADER << 2, isHeader)
        .jump(headers)
        .place(isHeader)
        .shiftRight(2)
        .addX()
        .copyToX()
        .loadWordAtX(network);
    for (String request : REQUESTS) {
      program.jumpIfEqual(word(request), whole);
    }
    program.shiftRight(16).jumpIfEqual(TLS_HANDSHAKE, whole);
    keepToX(0);
  }

  private void udp() {
    Label isQuic = new Label();
    Label isPlain = new Label();
    program.place(udp).loadHalfAtX(network + SOURCE_PORT);
    wholeIfAnyOf(NAME_PORTS);
    program.loadHalfAtX(network + DESTINATION_PORT);
    wholeIfAnyOf(NAME_PORTS);
    program
        .loadHalfAtX(network + UDP_HEADER)
        .jumpIfEqual(DTLS_HANDSHAKE, whole)
        .jumpIfAnyBit(QUIC_LONG_HEADER << 8, isQuic)
        .jump(isPlain)
        .place(isQuic)
        .loadWordAtX(network + UDP_HEADER + QUIC_VERSION);
    program
        .jumpIfEqual(QUIC_VERSION_1, whole)
        .jumpIfEqual(QUIC_VERSION_2, whole)
        .shiftRight(8)
        .jumpIfEqual(QUIC_DRAFTS, whole)
        .jumpIfEqual(QUIC_MVFST, whole)
        .shiftRight(8)
        .jumpIfEqual(QUIC_GOOGLE_Q, whole)
        .jumpIfEqual(QUIC_GOOGLE_T, whole)
        .place(isPlain);
    keepToX(UDP_HEADER);
  }

  /** Keeps what lies before X, so many bytes more, and the beginning of what follows. */
  private void keepToX(int more) {
    program
        .copyFromX()
        .add(network + more + PAYLOAD_WORD)
        .jumpIfAtLeast(longestHeaders, headers)
        .keepA();
  }

  private void wholeIfAnyOf(int[] ports) {
    for (int port : ports) {
      program.jumpIfEqual(port, whole);
    }
  }

  private static int word(String four) {
    return four.charAt(0) << 24 | four.charAt(1) << 16 | four.charAt(2) << 8 | four.charAt(3);
  }
}
