package org.ikisaki.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class HostNamesTest {
  private static @Nullable String host(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return HostNames.host(ByteBuffer.wrap(bytes), 0, bytes.length);
  }

  private static String label(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return HostNames.label(ByteBuffer.wrap(bytes), 0, bytes.length);
  }

  @Test
  void bringsHostsToTheirCanonicalForm() {
    assertThat(host("WWW.Example.Test")).isEqualTo("www.example.test");
    assertThat(host("www.example.test.")).isEqualTo("www.example.test");
    assertThat(host("www.example.test:8443")).isEqualTo("www.example.test");
    assertThat(host("www.example.test.:80")).isEqualTo("www.example.test");
    assertThat(host("_x.1.example.test")).isEqualTo("_x.1.example.test");
    assertThat(host("printer")).isEqualTo("printer");
  }

  @Test
  void takesNoIpLiteralForAName() {
    for (String literal :
        List.of("192.0.2.1", "192.0.2.1:80", "[2001:db8::1]", "[2001:db8::1]:443", "2001:db8::1")) {
      assertThat(host(literal)).as(literal).isNull();
    }
  }

  @Test
  void takesNothingForANameThatDnsCouldNotHold() {
    for (String text :
        List.of(
            "",
            ".",
            ":80",
            "a..b",
            ".a",
            "a b",
            "a\nb",
            "a\u001b[31m",
            "<script>",
            "é.test",
            "x".repeat(64) + ".test",
            "a.".repeat(127) + "a")) {
      assertThat(host(text)).as(text).isNull();
    }
    assertThat(host("x".repeat(63) + ".test")).isNotNull();
  }

  @Test
  void makesLabelsHarmless() {
    assertThat(label("Kitchen-TV")).isEqualTo("kitchen-tv");
    assertThat(label("Ann's \"TV\"")).isEqualTo("ann\\039s\\032\\034tv\\034");
    assertThat(label("\u001b[2J\u0000\u00ff\\")).isEqualTo("\\027\\0912j\\000\\255\\092");
  }
}
