package org.ikisaki.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "255.255.255.255", "::", "2001:db8::1", "fe80::1:2"})
  void ipAddressesAreWrittenAsTheyAreRead(String text) {
    IpAddress address = IpAddress.parse(text);
    assertThat(address).hasToString(text);
    assertThat(IpAddress.of(address.toInetAddress())).isEqualTo(address);
    assertThat(address.isIpv4()).isEqualTo(text.contains("."));
    assertThat(address.toBytes()).hasSize(text.contains(".") ? 4 : 16);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.129, 24, 192.0.2.0",
    "192.0.2.129, 25, 192.0.2.128",
    "192.0.2.129, 0, 0.0.0.0",
    "192.0.2.129, 32, 192.0.2.129",
    "2001:db8:1:2:3::4, 48, 2001:db8:1::",
    "2001:db8:1:2:3::4, 64, 2001:db8:1:2::",
    "2001:db8:1:2:3::4, 80, 2001:db8:1:2:3::",
    "2001:db8:1:2:3::4, 128, 2001:db8:1:2:3::4",
    "2001:db8:1:2:3::4, 0, ::"
  })
  void aNetworkKeepsItsPrefix(String address, int prefixLength, String network) {
    assertThat(IpAddress.parse(address).network(prefixLength)).isEqualTo(IpAddress.parse(network));
  }

  @Test
  void ipAddressesSortByTheirBytes() {
    assertThat(IpAddress.parse("192.0.2.2")).isGreaterThan(IpAddress.parse("192.0.2.1"));
    assertThat(IpAddress.parse("2001:db8::1")).isGreaterThan(IpAddress.parse("192.0.2.1"));
    assertThat(IpAddress.parse("fe80::1")).isGreaterThan(IpAddress.parse("2001:db8::1"));
    assertThat(IpAddress.parse("2001:db8::ffff:0:0:0"))
        .isGreaterThan(IpAddress.parse("2001:db8::1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "example.org", "192.0.2", "192.0.2.256", "2001:db8::1::2"})
  void whatIsNoLiteralIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> IpAddress.parse(text));
  }

  @Test
  void macAddressesAreWrittenAsTheyAreRead() {
    long mac = MacAddress.parse("f2:00:5e:00:53:0a");
    assertThat(mac).isEqualTo(0xf200_5e00_530aL);
    assertThat(MacAddress.format(mac)).isEqualTo("f2:00:5e:00:53:0a");
    assertThat(MacAddress.isLocallyAdministered(mac)).isTrue();
    assertThat(MacAddress.isGroup(mac)).isFalse();
    assertThat(MacAddress.isGroup(MacAddress.parse("ff:ff:ff:ff:ff:ff"))).isTrue();
    assertThat(MacAddress.isLocallyAdministered(MacAddress.parse("00:00:5e:00:53:01"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00:00:5e:00:53", "00:00:5e:00:53:01:02", "00-00-5e-00-53-01", "x"})
  void whatIsNoMacAddressIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> MacAddress.parse(text));
  }
}
