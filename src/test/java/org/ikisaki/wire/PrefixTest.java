package org.ikisaki.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.255, 192.0.3.0",
    "192.0.2.128/25, 192.0.2.128, 192.0.2.127",
    "192.0.2.1, 192.0.2.1, 192.0.2.2",
    "0.0.0.0/0, 255.1.2.3, ::1",
    "::/0, 2001:db8::1, 192.0.2.1",
    "2001:db8::/32, 2001:db8:ffff::, 2001:db9::",
    "2001:db8::/64, 2001:db8::ffff:0:0:0, 2001:db8:0:1::",
    "2001:db8::/65, 2001:db8::7fff:0:0:0, 2001:db8::8000:0:0:0",
    "2001:db8::1/128, 2001:db8::1, 2001:db8::2"
  })
  void containsWhatSharesItsBits(String prefix, String inside, String outside) {
    assertThat(contains(prefix, inside)).isTrue();
    assertThat(contains(prefix, outside)).isFalse();
  }

  @Test
  void bitsBehindThePrefixAreCleared() throws Exception {
    assertThat(Prefix.parse("192.0.2.77/24")).hasToString("192.0.2.0/24");
    assertThat(Prefix.of(InetAddress.getByName("2001:db8::77"), 64))
        .isEqualTo(Prefix.parse("2001:db8::/64"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "auto",
        "192.0.2.0/33",
        "192.0.2.0/-1",
        "2001:db8::/129",
        "192.0.2/24",
        "192.0.2.0/",
        "192.0.2.0/24/8",
        "example.org/24"
      })
  void whatIsNoNetworkIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Prefix.parse(text));
  }

  private static boolean contains(String prefix, String address) {
    IpAddress ip = IpAddress.parse(address);
    return Prefix.parse(prefix).contains(ip.high(), ip.low());
  }
}
