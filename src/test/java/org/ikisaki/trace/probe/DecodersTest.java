package org.ikisaki.trace.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import org.ikisaki.trace.Answer.Meaning;
import org.ikisaki.trace.MplsLabel;
import org.ikisaki.trace.ProbeKind;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of ICMP messages, which anybody may send. */
class DecodersTest {
  private static final IpAddress HOME = IpAddress.parse("192.0.2.2");
  private static final IpAddress TARGET = IpAddress.parse("203.0.113.80");
  private static final long NONCE = 0x1234_5678_9abcL;

  /** Two objects: labels 24001 and 17, TTL 1; and one of a class that nobody knows. */
  private static final String EXTENSIONS =
      "20 00 00 00 00 0c 01 01 05 dc 10 01 00 01 15 ff 00 06 f0 01 ab cd";

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.ofDelimiter(" ").parseHex(hex));
  }

  @Test
  void labelsAreReadInOrder() {
    assertThat(IcmpExtensions.labels(bytes(EXTENSIONS), 0))
        .containsExactly(new MplsLabel(24_001, 0, false, 1), new MplsLabel(17, 2, true, 255));
  }

  @Test
  void extensionsThatEndTooSoonAreReadAsFarAsTheyGo() {
    ByteBuffer whole = bytes(EXTENSIONS);
    for (int length = 0; length < whole.capacity(); length++) {
      ByteBuffer part = whole.duplicate().limit(length);
      assertThat(IcmpExtensions.labels(part, 0)).hasSize(length < 16 ? 0 : 2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10 00 00 00 00 08 01 01 05 dc 11 01",
        "20 00 12 34 00 08 01 01 05 dc 11 01",
        "20 00 00 00 00 03 01 01 05 dc 11 01",
        "20 00 00 00 ff ff 01 01 05 dc 11 01",
        "20 00 00 00 00 08 02 01 05 dc 11 01"
      })
  void whatIsNoStackOfLabelsGivesNone(String hex) {
    assertThat(IcmpExtensions.labels(bytes(hex), 0)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "false,11,0,TIME_EXCEEDED",
    "false,11,1,",
    "false,3,0,NETWORK_UNREACHABLE",
    "false,3,1,HOST_UNREACHABLE",
    "false,3,2,PROTOCOL_UNREACHABLE",
    "false,3,3,OTHER_UNREACHABLE",
    "false,3,4,OTHER_UNREACHABLE",
    "false,3,13,PROHIBITED",
    "false,3,9,PROHIBITED",
    "false,5,0,",
    "false,0,0,",
    "false,12,0,OTHER_UNREACHABLE",
    "true,3,0,TIME_EXCEEDED",
    "true,3,1,",
    "true,1,0,NETWORK_UNREACHABLE",
    "true,1,1,PROHIBITED",
    "true,1,3,HOST_UNREACHABLE",
    "true,1,4,OTHER_UNREACHABLE",
    "true,1,6,PROHIBITED",
    "true,2,0,OTHER_UNREACHABLE",
    "true,4,1,PROTOCOL_UNREACHABLE",
    "true,11,0,",
    "true,129,0,"
  })
  void messagesMeanWhatTheStandardsSay(boolean ipv6, int type, int code, Meaning meaning) {
    assertThat(IcmpMeaning.of(ipv6, type, code, false)).isEqualTo(meaning);
  }

  @Test
  void aClosedPortIsTheTargetOnlyIfTheTargetSaysSo() {
    assertThat(IcmpMeaning.of(false, 3, 3, true)).isEqualTo(Meaning.REACHED);
    assertThat(IcmpMeaning.of(true, 1, 4, true)).isEqualTo(Meaning.REACHED);
  }

  @Test
  void anUnprivilegedProbeIsKnownByItsQuotation() {
    ByteBuffer payload = ByteBuffer.allocate(64);
    Payload.write(payload, NONCE, 4_711);

    assertThat(Payload.id(payload, NONCE)).isEqualTo(4_711);
    assertThat(Payload.id(payload, NONCE ^ 1L << 40)).isEqualTo(Payload.FOREIGN);
    assertThat(Payload.id(payload, NONCE ^ 1)).isEqualTo(Payload.FOREIGN);
    for (int length = 0; length < Payload.SIZE; length++) {
      assertThat(Payload.id(payload.duplicate().limit(length), NONCE))
          .isEqualTo(length < 4 ? Payload.TOO_SHORT : 4_711);
    }
    assertThat(Payload.id(ByteBuffer.allocate(100), NONCE)).isEqualTo(Payload.TOO_SHORT);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anEchoRequestIsKnownByItsHeader(boolean ipv6) {
    ByteBuffer request = ByteBuffer.allocate(EchoRequest.SIZE);
    EchoRequest.write(request, ipv6, NONCE, 4_711);

    assertThat(EchoRequest.id(request, ipv6, NONCE)).isEqualTo(4_711);
    assertThat(EchoRequest.id(request.duplicate().limit(8), ipv6, NONCE)).isEqualTo(4_711);
    assertThat(EchoRequest.id(request.duplicate().limit(7), ipv6, NONCE))
        .isEqualTo(Payload.FOREIGN);
    assertThat(EchoRequest.id(request, ipv6, NONCE ^ 1)).isEqualTo(Payload.FOREIGN);
    assertThat(EchoRequest.replyId(request, ipv6, NONCE)).isEqualTo(Payload.FOREIGN);
  }

  @Test
  void echoRequestsOfAFlowHaveOneChecksum() {
    ByteBuffer request = ByteBuffer.allocate(EchoRequest.SIZE);
    assertThat(
            IntStream.range(1, 0x10000)
                .map(
                    id -> {
                      EchoRequest.write(request, false, NONCE, id);
                      return Checksum.of(request, 0, EchoRequest.SIZE, 0);
                    })
                .distinct())
        .hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = ProbeKind.class,
      names = {"UDP", "ICMP", "TCP"})
  void aRawProbeIsValidAndKnownByEightBytes(ProbeKind kind) {
    Transport transport = new Transport(kind, 443, 40_000, 0xbeef);
    for (int id : new int[] {1, 2, 255, 256, 0x7fff, 0x8000, 0xfffe, 0xffff}) {
      ByteBuffer packet = ByteBuffer.allocate(transport.length());
      transport.write(packet, 0, new Probe(TARGET, 3, 9, id), HOME);
      int protocol = transport.protocol(false);
      long pseudo =
          kind == ProbeKind.ICMP
              ? 0
              : Checksum.pseudoHeader(HOME, TARGET, protocol, transport.length());
      assertThat(Checksum.of(packet, 0, transport.length(), pseudo)).as("checksum").isZero();
      assertThat(transport.id(packet.duplicate().limit(8), 0, false)).isEqualTo(id);
      assertThat(transport.id(packet.duplicate().limit(7), 0, false)).isEqualTo(Payload.FOREIGN);
    }
  }

  @Test
  void aSegmentAnswersOnlyIfItAcknowledgesTheProbe() {
    Transport transport = new Transport(ProbeKind.TCP, 443, 40_000, 0xbeef);
    String ports = "01 bb 9c 40 00 00 00 00 ";
    String rest = " 00 00 00 00 00 00";

    assertThat(transport.answered(bytes(ports + "be ef 00 06 50 12" + rest), 0, false))
        .isEqualTo(5);
    assertThat(transport.answered(bytes(ports + "be ef 00 06 50 14" + rest), 0, false))
        .isEqualTo(5);
    assertThat(transport.answered(bytes(ports + "be ef 00 06 50 10" + rest), 0, false))
        .as("neither SYN nor RST")
        .isEqualTo(Payload.FOREIGN);
    assertThat(transport.answered(bytes(ports + "be ee 00 06 50 12" + rest), 0, false))
        .as("another secret")
        .isEqualTo(Payload.FOREIGN);
    assertThat(
            transport.answered(bytes("01 bc 9c 40 00 00 00 00 be ef 00 06 50 12" + rest), 0, false))
        .as("another port")
        .isEqualTo(Payload.FOREIGN);
  }

  @Test
  void anyBytesAreReadWithoutHarm() {
    Random random = new Random(11);
    byte[] junk = new byte[200];
    for (int i = 0; i < 200_000; i++) {
      random.nextBytes(junk);
      int length = random.nextInt(junk.length);
      junk[8] = (byte) (random.nextBoolean() ? 0x45 : 0x60);
      ByteBuffer data = ByteBuffer.wrap(junk).limit(length);
      for (boolean ipv6 : new boolean[] {false, true}) {
        Quotation quotation = Quotation.of(data, 0, ipv6);
        if (quotation != null) {
          assertThat(quotation.transport()).isBetween(28, length - 8);
          assertThat(quotation.extensions()).isLessThan(length);
          IcmpExtensions.labels(data, quotation.extensions());
          for (ProbeKind kind : new ProbeKind[] {ProbeKind.UDP, ProbeKind.TCP, ProbeKind.ICMP}) {
            Transport transport = new Transport(kind, 443, 40_000, 0xbeef);
            assertThat(transport.id(data, quotation.transport(), ipv6)).isBetween(-1, 0xffff);
            transport.spareId(data, quotation.transport());
          }
        }
        assertThat(EchoRequest.id(data, ipv6, NONCE)).isBetween(-1, 0xffff);
        assertThat(Payload.id(data, NONCE)).isBetween(-1, 0xffff);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "224.0.0.251,multicast",
    "239.255.255.250,multicast",
    "255.255.255.255,broadcast",
    "240.0.0.1,reserved",
    "0.1.2.3,reserved",
    "127.0.0.1,this computer",
    "169.254.1.1,link-local",
    "ff02::1,multicast",
    "::,reserved",
    "::1,this computer",
    "fe80::1,link-local",
    "100::1,reserved"
  })
  void targetsThatNoRouterPassesOnAreRefused(String address, String why) {
    assertThat(Traceable.refusal(IpAddress.parse(address)).orElse("")).contains(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.80", "192.168.1.1", "2001:db8::1", "64:ff9b::203.0.113.80"})
  void othersAreNot(String address) {
    assertThat(Traceable.refusal(IpAddress.parse(address))).isEmpty();
  }
}
