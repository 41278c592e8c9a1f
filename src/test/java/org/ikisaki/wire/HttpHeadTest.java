package org.ikisaki.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class HttpHeadTest {
  private final HttpHead head = new HttpHead();

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private Progress read(String text) {
    return head.read(bytes(text), 0, text.length(), 0);
  }

  private @Nullable String host(String text) {
    assertThat(read(text)).isEqualTo(Progress.DONE);
    return head.host();
  }

  @Test
  void readsTheHostField() {
    assertThat(host("GET / HTTP/1.1\r\nHost: Www.Example.Test\r\n\r\n"))
        .isEqualTo("www.example.test");
    assertThat(host("POST /a?b=c HTTP/1.0\nAccept: */*\nhOST:\t a.test:8080 \t\n\n"))
        .isEqualTo("a.test");
    assertThat(host("VERSION-CONTROL / HTTP/1.1\r\nHost : a.test\r\n")).isEqualTo("a.test");
    assertThat(host("M-SEARCH * HTTP/1.1\r\nHost:a.test\r\n")).isEqualTo("a.test");
  }

  @Test
  void takesNoAddressForAName() {
    assertThat(host("GET / HTTP/1.1\r\nHost: 192.0.2.1:80\r\n\r\n")).isNull();
    assertThat(host("GET / HTTP/1.1\r\nHost: [2001:db8::1]\r\n\r\n")).isNull();
    assertThat(host("GET / HTTP/1.1\r\nHost:\r\n\r\n")).isNull();
  }

  @Test
  void readsTheTargetWhereThereIsNoHostField() {
    assertThat(host("CONNECT a.example.test:443 HTTP/1.1\r\nX: y\r\n\r\n"))
        .isEqualTo("a.example.test");
    assertThat(host("GET http://u:p@a.example.test:80/x@y HTTP/1.0\r\n\r\n"))
        .isEqualTo("a.example.test");
    assertThat(host("GET http://a.example.test HTTP/1.0\r\n\r\n")).isEqualTo("a.example.test");
    assertThat(host("GET /x HTTP/1.0\r\n\r\n")).isNull();
    assertThat(host("GET /x:// HTTP/1.0\r\n\r\n")).isNull();
    assertThat(host("OPTIONS * HTTP/1.0\r\n\r\n")).isNull();
    assertThat(host("GET a: HTTP/1.0\r\n\r\n")).isNull();
  }

  @Test
  void aHostFieldWinsOverTheTarget() {
    assertThat(host("GET http://a.test/ HTTP/1.1\r\nHost: b.test\r\n\r\n")).isEqualTo("b.test");
  }

  @Test
  void readsOnWhereItStopped() {
    String text = "GET / HTTP/1.1\r\nAccept: */*\r\nHost: a.test\r\n";
    int from = 0;
    for (int available = 0; available < text.length(); available++) {
      assertThat(head.read(bytes(text), 0, available, from)).isEqualTo(Progress.INCOMPLETE);
      assertThat(head.resumeAt()).isIn(0, 16, 29);
      from = head.resumeAt();
    }
    assertThat(from).isEqualTo(29);
    assertThat(head.read(bytes(text), 0, text.length(), from)).isEqualTo(Progress.DONE);
    assertThat(head.host()).isEqualTo("a.test");
  }

  @Test
  void rejectsWhatIsNoRequest() {
    assertThat(read("MAIL FROM:<a@b.test>\r\n")).isEqualTo(Progress.MALFORMED);
    assertThat(read("HTTP/1.1 200 OK\r\nHost: a.test\r\n")).isEqualTo(Progress.MALFORMED);
    assertThat(read("\r\nHost: a.test\r\n")).isEqualTo(Progress.MALFORMED);
  }

  @Test
  void tellsAMethodByItsLetters() {
    assertThat(begins("GET /")).isTrue();
    assertThat(begins("BASELINE-CONTROL /")).isTrue();
    assertThat(begins("get /")).isFalse();
    assertThat(begins("G /")).isFalse();
    assertThat(begins("GET")).isFalse();
    assertThat(begins(" /")).isFalse();
    assertThat(begins("ABCDEFGHIJKLMNOPQRSTUVWXY /")).isFalse();
    assertThat(begins("")).isFalse();
  }

  @Test
  void survivesRandomBytes() {
    Random random = new Random(7);
    String whole = "GET http://c.test/ HTTP/1.1\r\nAccept: */*\r\nHost: a.test\r\n\r\n";
    int done = 0;
    for (int round = 0; round < 100_000; round++) {
      ByteBuffer bytes = bytes(whole);
      for (int flips = random.nextInt(6); flips > 0; flips--) {
        bytes.put(random.nextInt(whole.length()), (byte) random.nextInt(256));
      }
      int available = random.nextInt(whole.length() + 1);
      bytes.limit(available);
      done += head.read(bytes, 0, available, 0) == Progress.DONE ? 1 : 0;
    }
    assertThat(done).isBetween(1, 99_999);
  }

  private static boolean begins(String text) {
    return HttpHead.begins(bytes(text).array(), 0, text.length());
  }
}
