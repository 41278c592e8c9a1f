package org.ikisaki.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TlsServerFlightTest {
  private final TlsServerFlight flight = new TlsServerFlight();

  private Progress read(byte[] messages, int available) {
    return flight.read(ByteBuffer.wrap(messages), 0, available);
  }

  private List<String> names(byte[] certificate) {
    byte[] messages = CertificateBytes.flight(certificate);
    assertThat(read(messages, messages.length)).isEqualTo(Progress.DONE);
    return flight.names();
  }

  @Test
  void readsTheAlternativeNamesInTheirOrder() {
    assertThat(
            names(
                CertificateBytes.certificate(
                    "ignored.example.test", "A.example.test", "*.example.test", "b.example.test")))
        .containsExactly("a.example.test", "*.example.test", "b.example.test");
  }

  @Test
  void takesTheCommonNameOnlyWhereThereIsNoOther() {
    assertThat(names(CertificateBytes.certificate("a.example.test")))
        .containsExactly("a.example.test");
    assertThat(names(CertificateBytes.certificate("*.example.test")))
        .containsExactly("*.example.test");
    assertThat(names(CertificateBytes.certificate("Example Gateway"))).isEmpty();
    assertThat(names(CertificateBytes.certificate("gateway"))).isEmpty();
  }

  @Test
  void takesNothingThatIsNoHostName() {
    assertThat(
            names(
                CertificateBytes.certificate(
                    "192.0.2.1",
                    "192.0.2.1",
                    "*",
                    "*.",
                    "a*.example.test",
                    "<b>.test",
                    "a..b",
                    "")))
        .isEmpty();
    assertThat(names(CertificateBytes.certificate("x", "good.example.test", "b\0d.example.test")))
        .containsExactly("good.example.test");
  }

  @Test
  void readsWhatAnotherReaderReads() throws Exception {
    byte[] bytes = CertificateBytes.certificate("cn.example.test", 300, "a.example.test", "b.test");
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(bytes));
    List<String> expected = new ArrayList<>();
    for (List<?> name : certificate.getSubjectAlternativeNames()) {
      if (name.get(0).equals(2)) {
        expected.add((String) name.get(1));
      }
    }
    assertThat(names(bytes)).isEqualTo(expected).hasSize(2);
  }

  @Test
  void boundsHowManyNamesItReads() {
    String[] many = new String[200];
    Arrays.setAll(many, i -> "n" + i + ".example.test");
    assertThat(names(CertificateBytes.certificate("x", many))).hasSize(32);
  }

  @Test
  void namesAreThereAsSoonAsTheyArrived() {
    byte[] messages =
        CertificateBytes.flight(
            CertificateBytes.certificate("cn.example.test", "a.example.test", "b.example.test"));
    int whole = messages.length;
    while (read(messages, whole - 1) == Progress.DONE) {
      whole--;
    }
    assertThat(whole).isLessThan(messages.length - 100);
    for (int available = 0; available < whole; available++) {
      assertThat(read(messages, available)).as("%d", available).isEqualTo(Progress.INCOMPLETE);
      assertThat(flight.names())
          .isIn(
              List.of(),
              List.of("cn.example.test"),
              List.of("a.example.test"),
              List.of("a.example.test", "b.example.test"));
    }
  }

  @Test
  void takesNothingElseForACertificate() {
    byte[] messages = CertificateBytes.flight(CertificateBytes.certificate("a.example.test"));
    byte[] noHello = messages.clone();
    noHello[0] = 1;
    assertThat(read(noHello, noHello.length)).isEqualTo(Progress.MALFORMED);
    int certificate = 4 + (ByteBuffer.wrap(messages).getInt(0) & 0xff_ffff);
    byte[] keyExchange = messages.clone();
    keyExchange[certificate] = 12;
    assertThat(read(keyExchange, keyExchange.length)).isEqualTo(Progress.MALFORMED);
    byte[] tooLong = messages.clone();
    tooLong[certificate + 7] = 1;
    assertThat(read(tooLong, tooLong.length)).isEqualTo(Progress.MALFORMED);
    assertThat(flight.names()).isEmpty();
  }

  @Test
  void refusesLengthsThatReachBeyondTheirElement() {
    byte[] good = CertificateBytes.certificate("cn.example.test", "a.example.test");
    for (int at : new int[] {1, 2, 3, 5, 6, 7}) {
      byte[] bad = good.clone();
      bad[at] = (byte) 0xff;
      byte[] messages = CertificateBytes.flight(bad);
      read(messages, messages.length);
      assertThat(flight.names()).as("%d", at).isSubsetOf("cn.example.test", "a.example.test");
    }
    byte[] indefinite = good.clone();
    indefinite[1] = (byte) 0x80;
    byte[] messages = CertificateBytes.flight(indefinite);
    assertThat(read(messages, messages.length)).isEqualTo(Progress.MALFORMED);
  }

  @Test
  void survivesRandomBytes() {
    Random random = new Random(7);
    byte[] good =
        CertificateBytes.flight(
            CertificateBytes.certificate("cn.example.test", 100, "a.example.test", "b.test"));
    int named = 0;
    for (int round = 0; round < 200_000; round++) {
      byte[] bytes = good.clone();
      for (int flips = random.nextInt(6); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      read(bytes, random.nextInt(bytes.length + 1));
      named += flight.names().isEmpty() ? 0 : 1;
    }
    assertThat(named).isPositive();
  }
}
