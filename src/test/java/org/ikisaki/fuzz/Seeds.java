package org.ikisaki.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.ikisaki.capture.SavefileBytes;
import org.ikisaki.trace.probe.ReplySeeds;
import org.ikisaki.wire.Bytes;
import org.ikisaki.wire.DeviceBytes;
import org.ikisaki.wire.DnsBytes;
import org.ikisaki.wire.DtlsBytes;
import org.ikisaki.wire.EtherType;
import org.ikisaki.wire.HelloBytes;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.IpProtocol;
import org.ikisaki.wire.LinkType;
import org.ikisaki.wire.PacketBytes;
import org.ikisaki.wire.QuicBytes;

/**
 * What each fuzz test begins with: a few sound inputs, by the path of their file. A new test adds
 * its own here, and {@code SeedsTest} writes them.
 */
final class Seeds {
  private static final String HOST = "a.example.test";
  private static final byte[] ID = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int TYPE_HTTPS = 65;

  private final Map<String, byte[]> files = new LinkedHashMap<>();

  private Seeds() {
    packets();
    dns();
    streams();
    datagrams();
    devices();
    savefiles();
    ReplySeeds.all()
        .forEach(
            (name, reply) -> add("trace/probe/IcmpReplyFuzzTest#messages", name, bytes(reply)));
  }

  /** Files below the test resources of the package. */
  static Map<String, byte[]> all() {
    return new Seeds().files;
  }

  private void add(String test, String name, Bytes input) {
    files.put(test.replace("#", "Inputs/") + "/" + name, input.array());
  }

  private void packets() {
    String test = "wire/PacketFuzzTest#frames";
    Bytes udp = PacketBytes.udp(50_000, 53, new Bytes().zeros(12));
    Bytes tcp = PacketBytes.tcp(50_000, 443, new Bytes().text("hello"));
    Bytes ipv4 = PacketBytes.ipv4(IpProtocol.UDP, udp);
    Bytes ipv6 = PacketBytes.ipv6(IpProtocol.TCP, tcp);
    Bytes ethernet = PacketBytes.ethernet(EtherType.IPV4, ipv4);
    add(test, "ethernet-udp", frame(0, ethernet));
    add(test, "ethernet-cut", frame(0x40, ethernet));
    add(test, "ethernet-stripped-tag", frame(0x80, ethernet));
    add(test, "ethernet-ipv6-tcp", frame(0, PacketBytes.ethernet(EtherType.IPV6, ipv6)));
    add(
        test,
        "ethernet-tags",
        frame(
            0,
            PacketBytes.ethernet(
                0x88a8, new Bytes().u16(7).u16(0x8100).u16(9).u16(0x0800).add(ipv4))));
    add(
        test,
        "ethernet-mpls",
        frame(0, PacketBytes.ethernet(0x8847, new Bytes().u32(0x1000).u32(0x2140).add(ipv4))));
    add(
        test,
        "ethernet-pppoe",
        frame(
            0,
            PacketBytes.ethernet(
                0x8864,
                new Bytes().u16(0x1100).u16(1).vector(2, new Bytes().u16(0x21).add(ipv4)))));
    add(test, "cooked", frame(1, new Bytes().u16(0).u16(1).u16(6).zeros(8).u16(0x0800).add(ipv4)));
    add(test, "cooked2", frame(2, new Bytes().u16(0x86dd).zeros(18).add(ipv6)));
    add(test, "raw", frame(3, ipv4));
    add(test, "null", frame(6, new Bytes().u32(0x0200_0000L).add(ipv4)));
    add(test, "hdlc", frame(11, new Bytes().u32(0x0f00_0800L).add(ipv4)));
    Bytes fragment = PacketBytes.ipv4(40, 7, 0x2001, IpProtocol.UDP, new Bytes().zeros(20));
    add(test, "fragment", frame(3, fragment));
    Bytes chain = new Bytes().u16(0x3c00).zeros(6).u16(0x2c00).zeros(6).u16(0x1100).u16(8).u32(7);
    add(test, "ipv6-chain", frame(3, PacketBytes.ipv6(0, chain.add(udp))));
  }

  private static Bytes frame(int control, Bytes frame) {
    return new Bytes().u8(control).u16(0).u16(5).u8(3).add(frame);
  }

  private void dns() {
    Bytes service = service();
    byte[] answer = DnsBytes.response(7).question(HOST, 1).address(HOST, "192.0.2.1").array();
    byte[] chain =
        DnsBytes.response(7)
            .question(HOST, 28)
            .cname(HOST, "b.example.test")
            .address("b.example.test", "2001:db8::1")
            .array();
    byte[] https =
        DnsBytes.response(7).question(HOST, TYPE_HTTPS).answer(HOST, 65, service).array();
    byte[] compressed =
        new Bytes()
            .u32(0x0007_8180L)
            .u32(0x0001_0001L)
            .u32(0)
            .name(HOST)
            .u16(12)
            .u16(1)
            .u16(0xc00c)
            .u16(12)
            .u16(1)
            .u32(300)
            .vector(2, new Bytes().vector(1, new Bytes().text("b")).u16(0xc00e))
            .array();
    byte[] query = DnsBytes.query(7).question(HOST, 1).array();
    String messages = "wire/DnsMessageFuzzTest#messages";
    add(messages, "query", bytes(query));
    add(messages, "answer", bytes(answer));
    add(messages, "chain", bytes(chain));
    add(messages, "https", bytes(https));
    add(messages, "compressed", bytes(compressed));
    add("wire/SvcbDataFuzzTest#data", "service", service);
    add("wire/SvcbDataFuzzTest#data", "alias", new Bytes().u16(0).name("b.example.test"));

    String streams = "naming/DnsStreamsFuzzTest#segments";
    Bytes asked = new Bytes().add(segment(Line.SYN, new Bytes())).add(segment(0, prefixed(query)));
    add(streams, "one", new Bytes().add(asked).add(segment(Line.REPLY, prefixed(answer))));
    Bytes two = prefixed(answer).add(prefixed(answer));
    add(streams, "two", new Bytes().add(asked).add(segment(Line.REPLY, two)));
    add(streams, "cut", new Bytes().add(asked).add(pieces(Line.REPLY, prefixed(answer), 20)));
    byte[] whole = prefixed(answer).array();
    Bytes late = bytes(Arrays.copyOfRange(whole, 30, whole.length));
    Bytes early = bytes(Arrays.copyOf(whole, 30));
    add(
        streams,
        "reordered",
        new Bytes()
            .add(asked)
            .add(segment(Line.REPLY | Line.SYN, new Bytes()))
            .add(placed(Line.REPLY, 30, late))
            .add(placed(Line.REPLY, 0, early)));

    String fragments = "naming/DnsFragmentsFuzzTest#fragments";
    add(fragments, "two", fragments(answer, 32, false));
    add(fragments, "reordered", fragments(chain, 24, true));
  }

  private static Bytes service() {
    return new Bytes()
        .u16(1)
        .u8(0)
        .u16(1)
        .vector(2, new Bytes().vector(1, new Bytes().text("h3")))
        .u16(4)
        .vector(2, bytes(IpAddress.parse("192.0.2.1").toBytes()))
        .u16(5)
        .vector(2, DnsBytes.echConfigs("public.example.test"))
        .u16(6)
        .vector(2, bytes(IpAddress.parse("2001:db8::1").toBytes()));
  }

  private static Bytes prefixed(byte[] message) {
    return new Bytes().vector(2, bytes(message));
  }

  /** As fragments behind one another, the first of them first or last but one. */
  private static Bytes fragments(byte[] message, int first, boolean swapped) {
    Bytes head =
        new Bytes()
            .u8(Line.MORE)
            .u8(first)
            .u16(8 + message.length)
            .add(Arrays.copyOf(message, first));
    int middle = first + 16;
    Bytes second =
        new Bytes()
            .u8(Line.MORE | Line.PLACED)
            .u16((8 + first) / 8)
            .u8(16)
            .add(Arrays.copyOfRange(message, first, middle));
    Bytes third =
        new Bytes()
            .u8(Line.PLACED)
            .u16((8 + middle) / 8)
            .u8(message.length - middle)
            .add(Arrays.copyOfRange(message, middle, message.length));
    return swapped ? head.add(third).add(second) : head.add(second).add(third);
  }

  private void streams() {
    String test = "naming/TcpObserverFuzzTest#segments";
    byte[] hello = HelloBytes.hello(HOST);
    Bytes record = bytes(HelloBytes.record(hello));
    Bytes http = new Bytes().text("GET / HTTP/1.1\r\nHost: a.example.test\r\n\r\n");
    Bytes block = bytes(Bytes.hex("828684410f7777772e6578616d706c652e636f6d"));
    Bytes http2 = new Bytes().text(PREFACE).u24(block.size()).u16(0x0104).u32(1).add(block);
    add(test, "tls", segment(0, record));
    add(test, "tls-segments", opened(pieces(0, record, 40)));
    add(test, "tls-records", opened(segment(0, records(hello, 50))));
    add(test, "tls-records-segments", opened(pieces(0, records(hello, 50), 33)));
    byte[] whole = record.array();
    add(
        test,
        "tls-reordered",
        opened(
            placed(0, 60, bytes(Arrays.copyOfRange(whole, 60, whole.length)))
                .add(placed(0, 0, bytes(Arrays.copyOf(whole, 60))))));
    add(
        test,
        "starttls",
        opened(
            segment(Line.REPLY, new Bytes().text("220 mail.example.test\r\n"))
                .add(segment(0, new Bytes().text("EHLO a\r\n")))
                .add(segment(0, new Bytes().text("STARTTLS\r\n")))
                .add(segment(Line.REPLY, new Bytes().text("220 go\r\n")))
                .add(segment(0, record))));
    add(test, "http", opened(segment(0, http)));
    add(test, "http-segments", opened(pieces(0, http, 7)));
    add(test, "http2", opened(segment(0, http2)));
    add(test, "http2-segments", opened(pieces(0, http2, 11)));
    add(test, "socks", opened(segment(0, new Bytes().u24(0x050100)).add(segment(0, record))));

    add("wire/TlsClientHelloFuzzTest#hellos", "hello", new Bytes().u16(60).add(hello));
    add("wire/TlsClientHelloFuzzTest#hellos", "dtls", bytes(DtlsBytes.body(HOST)));
    String heads = "wire/HttpHeadFuzzTest#heads";
    add(heads, "host", new Bytes().u16(20).add(http));
    add(heads, "connect", new Bytes().u16(20).text("CONNECT a.example.test:443 HTTP/1.1\r\n\r\n"));
    add(heads, "absolute", new Bytes().u16(9).text("GET http://u@a.example.test/ HTTP/1.0\n\n"));
    add("wire/Http2HeadFuzzTest#heads", "literal", new Bytes().u16(30).add(http2));
    Bytes huffman = bytes(Bytes.hex("828684418cf1e3c2e5f23a6ba0ab90f4ff"));
    add(
        "wire/Http2HeadFuzzTest#heads",
        "huffman",
        new Bytes().u16(40).text(PREFACE).u24(huffman.size()).u16(0x0104).u32(1).add(huffman));
    add(
        "wire/Http2HeadFuzzTest#heads",
        "cut-preface",
        new Bytes().u16(20).text(PREFACE.substring(0, 20)).text("XXXX").u32(4));
  }

  private static Bytes opened(Bytes steps) {
    return new Bytes().add(segment(Line.SYN, new Bytes())).add(steps);
  }

  private static Bytes records(byte[] handshake, int size) {
    Bytes records = new Bytes();
    for (int at = 0; at < handshake.length; at += size) {
      int end = Math.min(at + size, handshake.length);
      records.add(HelloBytes.record(Arrays.copyOfRange(handshake, at, end)));
    }
    return records;
  }

  private void datagrams() {
    byte[] hello = HelloBytes.hello(HOST);
    Bytes frames = QuicBytes.crypto(0, hello);
    byte[] padded = new Bytes().add(frames).zeros(200).array();
    String quic = "naming/QuicObserverFuzzTest#datagrams";
    Bytes v1 = bytes(QuicBytes.initial(QuicBytes.V1, ID, 0, bytes(padded)));
    Bytes v2 = bytes(QuicBytes.initial(QuicBytes.V2, ID, 0, bytes(padded)));
    add(quic, "v1", datagram(v1));
    add(quic, "v2", datagram(v2));
    add(quic, "coalesced", datagram(new Bytes().add(zeroRtt()).add(v1)));
    Bytes chlo = bytes(HelloBytes.google(HOST));
    Bytes chloDatagram = new Bytes().u8(0x0d).zeros(8).text("Q039").u8(1).zeros(19).add(chlo);
    add(quic, "google", datagram(chloDatagram));

    String headers = "wire/QuicPacketFuzzTest#datagram";
    add(headers, "v1", v1);
    add(headers, "v2", v2);
    add(headers, "coalesced", new Bytes().add(zeroRtt()).add(v1));
    add(headers, "google", chloDatagram);
    add("wire/QuicCryptoFramesFuzzTest#frames", "padded", bytes(padded));

    String crypto = "naming/QuicCryptoFuzzTest#frames";
    add(crypto, "one", new Bytes().u8(0).u8(frames.size()).add(frames));
    Bytes early = QuicBytes.crypto(0, Arrays.copyOf(hello, 50));
    Bytes late = QuicBytes.crypto(50, Arrays.copyOfRange(hello, 50, hello.length));
    Bytes both = new Bytes().add(late).zeros(3).u8(1).add(early);
    add(crypto, "reordered", new Bytes().u8(1).u8(both.size()).add(both));
    add(
        crypto,
        "packets",
        new Bytes().u8(0).u8(late.size()).add(late).u8(0).u8(early.size()).add(early));

    String dtls = "naming/DtlsObserverFuzzTest#datagrams";
    byte[] body = DtlsBytes.body(HOST);
    add(dtls, "whole", datagram(bytes(DtlsBytes.record(0xfefd, body, 0, body.length))));
    Bytes first = bytes(DtlsBytes.record(0xfefd, body, 0, 40));
    Bytes second = bytes(DtlsBytes.record(0xfefd, body, 40, body.length - 40));
    add(dtls, "fragments", datagram(second).add(datagram(first)));
    add(dtls, "one-datagram", datagram(new Bytes().add(first).add(second)));
  }

  /** A packet with a long header of another type before an Initial. */
  private static Bytes zeroRtt() {
    return new Bytes().u8(0xd3).u32(1).vector(1, bytes(ID)).u8(0).u16(0x4014).zeros(20);
  }

  private void devices() {
    String test = "naming/DeviceCluesFuzzTest#datagrams";
    Bytes options =
        new Bytes()
            .u8(12)
            .vector(1, new Bytes().text("kitchen"))
            .u8(81)
            .vector(1, new Bytes().u24(0).text("kitchen.example"))
            .u8(255);
    Bytes dhcp = DeviceBytes.dhcp(PacketBytes.SOURCE_MAC, options);
    Bytes dhcp6 = DeviceBytes.dhcp6("kitchen.example");
    Bytes registration = DeviceBytes.netbiosRegistration("KITCHEN", 0, 0);
    Bytes status = DeviceBytes.netbiosStatus("HOME", "KITCHEN");
    byte[] local = DnsBytes.response(0).address("kitchen.local", "192.0.2.7").array();
    add(test, "dhcp", new Bytes().u8(0).add(datagram(dhcp)));
    add(test, "dhcp6", new Bytes().u8(1).add(datagram(dhcp6)));
    add(test, "netbios", new Bytes().u8(2).add(datagram(registration)));
    add(test, "mdns", new Bytes().u8(3).add(datagram(bytes(local))));
    add(test, "llmnr", new Bytes().u8(4).u8(Line.REPLY).u8(local.length).add(local));
    add("wire/DhcpMessageFuzzTest#messages", "dhcp", dhcp);
    add("wire/DhcpMessageFuzzTest#messages", "dhcp6", dhcp6);
    String netbios = "wire/NetbiosMessageFuzzTest#messages";
    add(netbios, "registration", registration);
    add(netbios, "answer", DeviceBytes.netbiosAnswer("KITCHEN", IpAddress.parse("192.0.2.7")));
    add(netbios, "status", status);
  }

  private void savefiles() {
    String test = "capture/SavefileFuzzTest#files";
    byte[] frame =
        PacketBytes.ethernet(
                EtherType.IPV4, PacketBytes.ipv4(IpProtocol.ICMP, new Bytes().zeros(8)))
            .array();
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      String suffix = order == ByteOrder.BIG_ENDIAN ? "big" : "little";
      byte[] pcap =
          SavefileBytes.pcap(order, SavefileBytes.NANOSECONDS, LinkType.ETHERNET)
              .record(1, 2, frame.length, frame)
              .record(3, 4, frame.length + 100, frame)
              .array();
      add(test, "pcap-" + suffix, bytes(pcap));
      SavefileBytes pcapng = new SavefileBytes(order).section();
      pcapng.interfaceDescription(LinkType.ETHERNET);
      pcapng.enhancedPacket(0, 5, frame.length, frame);
      pcapng.simplePacket(frame.length, frame);
      add(test, "pcapng-" + suffix, bytes(pcapng.array()));
      if (order == ByteOrder.BIG_ENDIAN) {
        add(test, "gzip", bytes(gzip(pcap)));
      }
    }
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static Bytes segment(int control, Bytes payload) {
    return new Bytes().u8(control).u8(payload.size()).add(payload);
  }

  private static Bytes placed(int control, int position, Bytes payload) {
    return new Bytes().u8(control | Line.PLACED).u16(position).u8(payload.size()).add(payload);
  }

  private static Bytes datagram(Bytes payload) {
    return new Bytes().u8(Line.LONG).vector(2, payload);
  }

  /** A payload in segments of a size. */
  private static Bytes pieces(int control, Bytes payload, int size) {
    Bytes steps = new Bytes();
    byte[] bytes = payload.array();
    for (int at = 0; at < bytes.length; at += size) {
      int end = Math.min(at + size, bytes.length);
      steps.add(segment(control, bytes(Arrays.copyOfRange(bytes, at, end))));
    }
    return steps;
  }

  private static Bytes bytes(byte[] bytes) {
    return new Bytes().add(bytes);
  }
}
