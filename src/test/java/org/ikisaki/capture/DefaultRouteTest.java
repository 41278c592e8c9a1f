package org.ikisaki.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DefaultRouteTest {
  private static final String HEADER =
      "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT   ";
  private static final String ZERO = "0".repeat(32);

  @Test
  void theIpv4RouteOfTheLowestMetricWins() {
    List<String> routes =
        List.of(
            HEADER,
            ipv4("wlan0", "00000000", "0003", 600, "00000000"),
            ipv4("eth0", "00000000", "0003", 100, "00000000"),
            ipv4("eth1", "00000000", "0003", 100, "00000000"),
            ipv4("eth2", "000200C0", "0001", 0, "00FFFFFF"));
    assertThat(DefaultRoute.find(routes, List.of(ipv6(ZERO, "00", 1, "00000003", "tun0"))))
        .isEqualTo("eth0");
  }

  @Test
  void halfOfTheInternetIsNoDefaultRoute() {
    assertThat(
            DefaultRoute.find(
                List.of(HEADER, ipv4("tun0", "00000000", "0003", 0, "00000080")), List.of()))
        .isNull();
  }

  @Test
  void routesThatAreDownOrRejectAreNone() {
    List<String> routes =
        List.of(
            HEADER,
            ipv4("eth0", "00000000", "0002", 0, "00000000"),
            ipv4("*", "00000000", "0201", 0, "00000000"));
    List<String> routes6 =
        List.of(
            ipv6(ZERO, "00", 0xffff_ffffL, "00200200", "lo"),
            ipv6(ZERO, "80", 0, "00000001", "eth3"),
            ipv6("20010db8".repeat(4), "00", 1, "00000001", "eth4"));
    assertThat(DefaultRoute.find(routes, routes6)).isNull();
  }

  @Test
  void withoutIpv4TheIpv6RouteIsTaken() {
    List<String> routes6 =
        List.of(
            ipv6(ZERO, "00", 0x400, "00000003", "wlan0"),
            ipv6(ZERO, "00", 0x64, "00000003", "eth0"));
    assertThat(DefaultRoute.find(List.of(HEADER), routes6)).isEqualTo("eth0");
  }

  @Test
  void withoutRoutesThereIsNone() {
    assertThat(DefaultRoute.find(List.of(), List.of())).isNull();
    assertThat(DefaultRoute.find(List.of("", "not a table"), List.of(""))).isNull();
  }

  private static String ipv4(
      String name, String destination, String flags, int metric, String mask) {
    return "%s\t%s\t010200C0\t%s\t0\t0\t%d\t%s\t0\t0\t0   "
        .formatted(name, destination, flags, metric, mask);
  }

  private static String ipv6(
      String destination, String prefixLength, long metric, String flags, String name) {
    return "%s %s %s 00 %s %08x 00000001 00000000 %s %8s"
        .formatted(destination, prefixLength, ZERO, ZERO, metric, flags, name);
  }
}
