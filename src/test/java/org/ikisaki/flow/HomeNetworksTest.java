package org.ikisaki.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.Prefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomeNetworksTest {
  private static final long DAY = Duration.ofDays(1).toNanos();

  private final HomeNetworks auto = new HomeNetworks(HomeSettings.DEFAULTS, List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.254",
        "192.168.255.1",
        "169.254.3.4",
        "127.0.0.1",
        "0.0.0.0",
        "fe80::1",
        "fd12:3456::1",
        "::1",
        "::"
      })
  void privateAndLinkLocalAddressesAndLoopbackAreAtHome(String address) {
    assertThat(contains(auto, address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "11.0.0.1",
        "172.15.255.255",
        "172.32.0.0",
        "192.169.0.1",
        "100.64.0.1",
        "203.0.113.1",
        "2001:db8::1",
        "fec0::1",
        "::2"
      })
  void othersAreNotNorIsTheProvidersSharedSpace(String address) {
    assertThat(contains(auto, address)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"224.0.0.251", "239.255.255.250", "255.255.255.255", "ff02::1"})
  void groupsAreNeverAtHome(String address) {
    assertThat(contains(auto, address)).isFalse();
    HomeNetworks everything =
        new HomeNetworks(
            HomeSettings.of(Prefix.parse("0.0.0.0/0"), Prefix.parse("::/0")), List.of());
    assertThat(contains(everything, address)).isFalse();
  }

  @Test
  void theNetworksOfTheInterfaceAreAtHome() {
    HomeNetworks home =
        new HomeNetworks(HomeSettings.DEFAULTS, List.of(Prefix.parse("198.51.100.64/26")));

    assertThat(contains(home, "198.51.100.127")).isTrue();
    assertThat(contains(home, "198.51.100.128")).isFalse();
    assertThat(contains(home, "192.168.1.1")).isTrue();
  }

  @Test
  void aListIsExactlyWhatItSays() {
    HomeNetworks home =
        new HomeNetworks(
            HomeSettings.of(Prefix.parse("192.168.1.0/24"), Prefix.parse("2001:db8:1::/48")),
            List.of(Prefix.parse("198.51.100.0/24")));

    assertThat(contains(home, "192.168.1.255")).isTrue();
    assertThat(contains(home, "2001:db8:1:ffff::1")).isTrue();
    assertThat(contains(home, "192.168.2.1")).isFalse();
    assertThat(contains(home, "fe80::1")).isFalse();
    assertThat(contains(home, "198.51.100.1")).isFalse();
    assertThat(home.announce(Prefix.parse("2001:db8:2::/64"), 0)).isFalse();
    assertThat(contains(home, "2001:db8:2::1")).isFalse();
  }

  @Test
  void anAnnouncedPrefixIsAtHomeAndNewsOnce() {
    assertThat(auto.announce(Prefix.parse("2001:db8:2::/64"), 0)).isTrue();
    assertThat(auto.announce(Prefix.parse("2001:db8:2::/64"), 0)).isFalse();
    assertThat(contains(auto, "2001:db8:2::1")).isTrue();
    assertThat(contains(auto, "2001:db8:2:1::1")).isFalse();
  }

  @Test
  void nobodyCanAnnounceHalfTheWorld() {
    assertThat(auto.announce(Prefix.parse("2000::/3"), 0)).isFalse();
    assertThat(auto.announce(Prefix.parse("::/0"), 0)).isFalse();
    assertThat(contains(auto, "2001:db8::1")).isFalse();
  }

  @Test
  void announcedPrefixesAreBoundedAndOnlyForgottenOnesMakeRoom() {
    for (int i = 0; i < 16; i++) {
      assertThat(auto.announce(prefix(i), i)).isTrue();
    }
    assertThat(auto.announce(prefix(16), 16)).isFalse();
    assertThat(contains(auto, "2001:db8:0:10::1")).isFalse();

    auto.announce(prefix(0), DAY);
    assertThat(auto.announce(prefix(16), DAY + 2)).isTrue();
    assertThat(contains(auto, "2001:db8:0:10::1")).isTrue();
    assertThat(contains(auto, "2001:db8:0:1::1")).isFalse();
    assertThat(contains(auto, "2001:db8::1")).isTrue();
  }

  private static Prefix prefix(int subnet) {
    return Prefix.parse("2001:db8:0:" + Integer.toHexString(subnet) + "::/64");
  }

  private static boolean contains(HomeNetworks home, String address) {
    IpAddress ip = IpAddress.parse(address);
    return home.contains(ip.high(), ip.low());
  }
}
