package org.ikisaki.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SsdpMessageTest {
  private static final String NOTIFY =
      """
      NOTIFY * HTTP/1.1
      HOST: 239.255.255.250:1900
      nt:urn:dial-multiscreen-org:service:dial:1
      NTS: ssdp:alive
      Server:   Linux UPnP/1.0 Sonos/70.3 (ZPS12) \t

      """
          .replace("\n", "\r\n");

  private final SsdpMessage ssdp = new SsdpMessage();

  private boolean wrap(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return ssdp.wrap(ByteBuffer.wrap(bytes), 0, bytes.length);
  }

  @Test
  void readsAnAnnouncement() {
    assertThat(wrap(NOTIFY)).isTrue();
    assertThat(ssdp.isSearch()).isFalse();
    assertThat(ssdp.target()).isEqualTo("urn:dial-multiscreen-org:service:dial:1");
    assertThat(ssdp.server()).isEqualTo("Linux UPnP/1.0 Sonos/70.3 (ZPS12)");
    assertThat(ssdp.userAgent()).isNull();
  }

  @Test
  void readsAnAnswerAndASearch() {
    assertThat(wrap("HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\n\r\n")).isTrue();
    assertThat(ssdp.isSearch()).isFalse();
    assertThat(ssdp.target()).isEqualTo("upnp:rootdevice");
    assertThat(wrap("M-SEARCH * HTTP/1.1\r\nUSER-AGENT: Chrome/120 Windows\r\n\r\n")).isTrue();
    assertThat(ssdp.isSearch()).isTrue();
    assertThat(ssdp.userAgent()).isEqualTo("Chrome/120 Windows");
    assertThat(ssdp.server()).isNull();
  }

  @Test
  void isNoOtherProtocol() {
    assertThat(wrap("GET / HTTP/1.1\r\nServer: x\r\n\r\n")).isFalse();
    assertThat(wrap("")).isFalse();
    assertThat(wrap("NOTIFY *")).isFalse();
  }

  @Test
  void aFieldThatItDoesNotHaveIsNull() {
    assertThat(wrap("NOTIFY * HTTP/1.1\r\nSERVER:\r\nNT\r\n: empty\r\n\r\n")).isTrue();
    assertThat(ssdp.server()).isNull();
    assertThat(ssdp.target()).isNull();
  }

  @Test
  void escapesWhatIsNoPlainTextAndCutsWhatIsLong() {
    assertThat(wrap("NOTIFY * HTTP/1.1\r\nSERVER: a\u001b[2Jb\\\u00e9\r\n\r\n")).isTrue();
    assertThat(ssdp.server()).isEqualTo("a\\027[2Jb\\092\\233");
    assertThat(wrap("NOTIFY * HTTP/1.1\r\nSERVER: " + "x".repeat(1_000) + "\r\n")).isTrue();
    assertThat(ssdp.server()).isEqualTo("x".repeat(PlainText.MAX_BYTES));
  }

  @Test
  void readsNoMoreLinesThanAHeadHas() {
    assertThat(wrap("NOTIFY * HTTP/1.1\r\n" + "a: b\r\n".repeat(100) + "SERVER: x\r\n")).isTrue();
    assertThat(ssdp.server()).isNull();
  }

  @Test
  void survivesEveryTruncationAndEveryChangedByte() {
    byte[] whole = NOTIFY.getBytes(StandardCharsets.US_ASCII);
    Random random = new Random(1);
    for (int length = 0; length < whole.length; length++) {
      ByteBuffer cut = ByteBuffer.allocateDirect(length).put(whole, 0, length).flip();
      boolean begun = length >= "NOTIFY * HTTP/1.".length();
      assertThat(ssdp.wrap(cut, 0, length)).as("%d", length).isEqualTo(begun);
      byte[] changed = whole.clone();
      changed[length] = (byte) random.nextInt();
      if (ssdp.wrap(ByteBuffer.wrap(changed), 0, changed.length) && ssdp.server() != null) {
        assertThat(ssdp.server()).isPrintable();
      }
    }
  }
}
