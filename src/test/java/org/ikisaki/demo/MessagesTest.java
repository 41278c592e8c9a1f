package org.ikisaki.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.Test;

class MessagesTest {
  private static final String NAME = "rr1---sn-abc.googlevideo.com";

  @Test
  void dnsNamesAreCompressed() {
    byte[] answer =
        DnsWriter.answer(
            0x1234,
            "a.test",
            DnsWriter.A,
            List.of("b.test"),
            List.of(IpAddress.parse("192.0.2.1")),
            60);

    assertThat(answer)
        .isEqualTo(
            hex(
                "1234 8180 0001 0002 0000 0000"
                    + "0161 0474657374 00 0001 0001"
                    + "c00c 0005 0001 0000012c 0004 0162 c00e"
                    + "c024 0001 0001 0000003c 0004 c0000201"));
  }

  @Test
  void anHttpsQueryHasAnEmptyAnswer() {
    byte[] answer = DnsWriter.answer(1, "a.test", DnsWriter.HTTPS, List.of(), List.of(), 60);

    assertThat(answer).isEqualTo(hex("0001 8180 0001 0000 0000 0000 0161 0474657374 00 0041 0001"));
  }

  @Test
  void aHelloHoldsItsServerNameAndItsOwnLength() {
    byte[] hello = hello(new ClientHello.Style(false, true, false, true));

    assertThat(text(hello)).contains(NAME);
    assertThat(ByteBuffer.wrap(hello).getInt(0)).isEqualTo(0x0100_0000 | (hello.length - 4));
    assertThat(hello).hasSizeBetween(512, 1000);
  }

  @Test
  void aPostQuantumHelloIsTooLongForOneSegment() {
    assertThat(hello(new ClientHello.Style(false, true, true, false))).hasSizeGreaterThan(1460);
  }

  @Test
  void aHelloToAnAddressNamesNobody() {
    byte[] hello =
        ClientHello.message(null, new ClientHello.Style(false, false, false, false), new Dice(1));

    assertThat(text(hello)).doesNotContain("googlevideo").contains("http/1.1");
  }

  @Test
  void httpHeadsAreAsLongAsTheyClaim() {
    byte[] request = HttpHeads.request("host.test", 300);
    String response = text(HttpHeads.response(5000));

    assertThat(request).hasSize(300);
    assertThat(text(request)).contains("\r\nHost: host.test\r\n").endsWith("\r\n\r\n");
    int body = 5000 - response.length();
    assertThat(response).contains("Content-Length: " + "%010d".formatted(body) + "\r\n\r\n");
  }

  @Test
  void dhcpTellsTheDevicesName() {
    Device device = Household.of(1).devices().get(0);

    byte[] discover = DhcpMessages.fromClient(DhcpMessages.DISCOVER, 1, device, false);

    assertThat(text(discover)).contains("\u000c\u000banna-iphone");
    assertThat(ByteBuffer.wrap(discover).getInt(236)).isEqualTo(0x6382_5363);
  }

  private static byte[] hello(ClientHello.Style style) {
    return ClientHello.message(NAME, style, new Dice(1));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
