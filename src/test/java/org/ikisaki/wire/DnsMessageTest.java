package org.ikisaki.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DnsMessageTest {
  private static final int HEADER = 12;

  /** An answer with compressed names, as servers send it. */
  private static final byte[] RESPONSE =
      Bytes.hex(
          """
          12ab 8180 0001 0002 0000 0000
          03 777777 07 4578616d706c65 04 74657374 00  0001 0001
          c00c 0005 0001 0000003c 0006 03 63646e c010
          c02e 0001 0001 0000012c 0004 c0000201
          """);

  private final DnsMessage message = new DnsMessage();

  private boolean wrap(byte[] bytes) {
    return message.wrap(ByteBuffer.wrap(bytes), 0, bytes.length);
  }

  @Test
  void readsEveryFieldOfAResponse() {
    assertThat(wrap(RESPONSE)).isTrue();
    assertThat(message.id()).isEqualTo(0x12ab);
    assertThat(message.isResponse()).isTrue();
    assertThat(message.opcode()).isZero();
    assertThat(message.isTruncated()).isFalse();
    assertThat(message.rcode()).isZero();
    assertThat(message.questionCount()).isEqualTo(1);
    assertThat(message.questionName(0)).isEqualTo("www.example.test");
    assertThat(message.questionType(0)).isEqualTo(DnsMessage.TYPE_A);
    assertThat(message.answerCount()).isEqualTo(2);
    assertThat(message.recordCount()).isEqualTo(2);
    assertThat(message.recordName(0)).isEqualTo("www.example.test");
    assertThat(message.recordType(0)).isEqualTo(DnsMessage.TYPE_CNAME);
    assertThat(message.recordTarget(0)).isEqualTo("cdn.example.test");
    assertThat(message.recordAddress(0)).isNull();
    assertThat(message.recordName(1)).isEqualTo("cdn.example.test");
    assertThat(message.recordTtl(1)).isEqualTo(300);
    assertThat(message.recordClass(1)).isEqualTo(DnsMessage.CLASS_IN);
    assertThat(message.recordAddress(1)).isEqualTo(IpAddress.parse("192.0.2.1"));
    assertThat(message.recordTarget(1)).isNull();
  }

  @Test
  void readsAMessageInTheMiddleOfABuffer() {
    ByteBuffer buffer = new Bytes().zeros(7).add(RESPONSE).zeros(5).buffer();
    assertThat(message.wrap(buffer, 7, RESPONSE.length)).isTrue();
    assertThat(message.recordName(1)).isEqualTo("cdn.example.test");
  }

  @Test
  void readsIpv6Addresses() {
    wrap(DnsBytes.response(1).question("a.test", 28).address("a.test", "2001:db8::7").array());
    assertThat(message.recordAddress(0)).isEqualTo(IpAddress.parse("2001:db8::7"));
  }

  @Test
  void rejectsEveryTruncation() {
    for (int length = 0; length < RESPONSE.length; length++) {
      assertThat(wrap(Arrays.copyOf(RESPONSE, length))).as("first %d bytes", length).isFalse();
    }
  }

  @Test
  void escapesWhatIsNoHostName() {
    wrap(
        new Bytes()
            .u16(1)
            .u16(0)
            .u16(1)
            .u16(0)
            .u32(0)
            .u8(7)
            .text("a.B\n<")
            .u8(0xff)
            .text("_")
            .u8(1)
            .text("Z")
            .u8(0)
            .u32(0x0001_0001)
            .array());
    assertThat(message.questionName(0)).isEqualTo("a\\046b\\010\\060\\255_.z");
  }

  @Test
  void callsTheRootADot() {
    wrap(new Bytes().u16(1).u16(0).u16(1).u16(0).u32(0).u8(0).u32(0x0002_0001).array());
    assertThat(message.questionName(0)).isEqualTo(".");
  }

  @Test
  void rejectsPointersThatDoNotLeadBackwards() {
    for (int target : List.of(HEADER, HEADER + 1, HEADER + 2, 40, 0x3fff, 0, HEADER - 1)) {
      assertThat(wrap(question(new Bytes().u16(0xc000 | target)))).as("to %d", target).isFalse();
      assertThat(wrap(question(new Bytes().u8(1).text("a").u16(0xc000 | target))))
          .as("after a label to %d", target)
          .isFalse();
    }
  }

  @Test
  void rejectsLoopsOfSeveralPointers() {
    Bytes twoQuestions =
        new Bytes()
            .u16(1)
            .u16(0)
            .u16(2)
            .u16(0)
            .u32(0)
            .u8(1)
            .text("a")
            .u16(0xc012)
            .u32(0x0001_0001)
            .u8(1)
            .text("b")
            .u16(0xc00c)
            .u32(0x0001_0001);
    assertThat(wrap(twoQuestions.array())).isFalse();
  }

  @Test
  void rejectsReservedLabelTypes() {
    for (int type : List.of(0x40, 0x41, 0x80, 0xbf)) {
      assertThat(wrap(question(new Bytes().u8(type).zeros(70)))).as("%x", type).isFalse();
    }
  }

  @Test
  void acceptsNamesOf255BytesAndNoLonger() {
    assertThat(wrap(question(labels(63, 63, 63, 61).u8(0)))).isTrue();
    assertThat(wrap(question(labels(63, 63, 63, 62).u8(0)))).isFalse();
  }

  @Test
  void boundsANameThatPointersMakeLong() {
    // Each question's name is a long label and then the one before it.
    Bytes bytes = new Bytes().u16(1).u16(0).u16(6).u16(0).u32(0);
    int previous = -1;
    for (int i = 0; i < 6; i++) {
      int here = bytes.size();
      bytes.add(labels(60));
      if (previous < 0) {
        bytes.u8(0);
      } else {
        bytes.u16(0xc000 | previous);
      }
      bytes.u32(0x0001_0001);
      previous = here;
    }
    assertThat(wrap(bytes.array())).isFalse();
  }

  @Test
  void boundsQuestionsAndRecords() {
    assertThat(wrap(questions(25))).isTrue();
    assertThat(wrap(questions(26))).isFalse();
    assertThat(wrap(records(256))).isTrue();
    assertThat(wrap(records(257))).isFalse();
    assertThat(wrap(new Bytes().u32(0).u32(0xffff_ffffL).u32(0xffff_ffffL).array())).isFalse();
  }

  @Test
  void rejectsAddressesOfTheWrongLength() {
    for (int length : List.of(0, 3, 5, 16)) {
      assertThat(wrap(DnsBytes.response(1).answer("a.test", 1, new Bytes().zeros(length)).array()))
          .as("A of %d bytes", length)
          .isFalse();
    }
    assertThat(wrap(DnsBytes.response(1).answer("a.test", 28, new Bytes().zeros(4)).array()))
        .isFalse();
  }

  @Test
  void rejectsATargetThatIsShorterThanItsData() {
    assertThat(
            wrap(
                DnsBytes.response(1).answer("a.test", 5, new Bytes().name("b.test").u8(0)).array()))
        .isFalse();
  }

  @Test
  void readsServiceBindings() {
    Bytes https =
        new Bytes()
            .u16(1)
            .name("svc.example.test")
            .u16(1)
            .vector(2, new Bytes().vector(1, new Bytes().text("h2")))
            .u16(4)
            .vector(2, new Bytes().u32(0xc0000201L).u32(0xc0000202L))
            .u16(5)
            .vector(2, DnsBytes.echConfigs("public.example.test"))
            .u16(6)
            .vector(2, new Bytes().add(IpAddress.parse("2001:db8::1").toBytes()));
    wrap(DnsBytes.response(1).question("a.test", 65).answer("a.test", 65, https).array());
    SvcbData service = new SvcbData();
    EchConfigList ech = new EchConfigList();
    List<IpAddress> hints = new ArrayList<>();
    assertThat(message.recordService(0, service)).isTrue();
    service.addHints(hints);
    assertThat(service.isAlias()).isFalse();
    assertThat(service.target()).isEqualTo("svc.example.test");
    assertThat(hints)
        .containsExactly(
            IpAddress.parse("192.0.2.1"),
            IpAddress.parse("192.0.2.2"),
            IpAddress.parse("2001:db8::1"));
    assertThat(service.echConfigs(ech)).isTrue();
    assertThat(ech.publicName()).isEqualTo("public.example.test");
  }

  @Test
  void rejectsEveryTruncationOfAServiceBinding() {
    byte[] data =
        new Bytes()
            .u16(1)
            .u8(0)
            .u16(4)
            .vector(2, new Bytes().u32(0xc0000201L))
            .u16(5)
            .vector(2, DnsBytes.echConfigs("public.example.test"))
            .array();
    SvcbData service = new SvcbData();
    for (int length = 0; length < data.length; length++) {
      Bytes cut = new Bytes().add(Arrays.copyOf(data, length));
      wrap(DnsBytes.response(1).answer("a.test", 65, cut).array());
      boolean endsBetweenParameters = length == 3 || length == 11;
      assertThat(message.recordService(0, service))
          .as("%d", length)
          .isEqualTo(endsBetweenParameters);
    }
  }

  @Test
  void survivesRandomBytes() {
    Random random = new Random(7);
    SvcbData service = new SvcbData();
    EchConfigList ech = new EchConfigList();
    int accepted = 0;
    for (int round = 0; round < 100_000; round++) {
      byte[] bytes = Arrays.copyOf(RESPONSE, random.nextInt(12, RESPONSE.length + 1));
      for (int flips = random.nextInt(8); flips >= 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      if (!wrap(bytes)) {
        continue;
      }
      accepted++;
      for (int i = 0; i < message.questionCount(); i++) {
        assertThat(message.questionName(i).length()).isLessThanOrEqualTo(255 * 4);
      }
      for (int i = 0; i < message.recordCount(); i++) {
        message.recordName(i);
        message.recordTarget(i);
        message.recordAddress(i);
        if (message.recordService(i, service)) {
          service.target();
          service.addHints(new ArrayList<>());
          if (service.echConfigs(ech)) {
            ech.publicName();
          }
        }
      }
    }
    assertThat(accepted).isBetween(1, 99_999);
  }

  private static Bytes labels(int... lengths) {
    Bytes bytes = new Bytes();
    for (int length : lengths) {
      bytes.u8(length).text("x".repeat(length));
    }
    return bytes;
  }

  private static byte[] question(Bytes name) {
    return new Bytes().u16(1).u16(0).u16(1).u16(0).u32(0).add(name).u32(0x0001_0001).array();
  }

  private static byte[] questions(int count) {
    Bytes bytes = new Bytes().u16(1).u16(0).u16(count).u16(0).u32(0);
    for (int i = 0; i < count; i++) {
      bytes.u8(0).u32(0x0001_0001);
    }
    return bytes.array();
  }

  private static byte[] records(int count) {
    Bytes bytes = new Bytes().u16(1).u16(0x8000).u16(0).u16(count).u32(0);
    for (int i = 0; i < count; i++) {
      bytes.u8(0).u16(16).u16(1).u32(0).u16(0);
    }
    return bytes.array();
  }
}
