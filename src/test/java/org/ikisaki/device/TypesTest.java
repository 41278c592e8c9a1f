package org.ikisaki.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.device.Devices.device;

import org.ikisaki.device.Types.Guess;
import org.ikisaki.naming.ClueKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TypesTest {
  private static final String MAC = "02:00:00:00:00:01";

  private final Types types = Types.load(new Vendors());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MDNS_SERVICE | _ipp._tcp | printer | it offers _ipp._tcp by multicast DNS",
        "MDNS_MODEL | iPad13,4 | tablet | its model is iPad13,4",
        "SSDP_TYPE | urn:dial-multiscreen-org:service:dial:1 | TV | it announces urn:dial-multiscreen-org:service:dial:1 by SSDP",
        "SSDP_SERVER | Linux/4 UPnP/1.0 Synology DSM/7 | NAS | it calls itself Linux/4 UPnP/1.0 Synology DSM/7 in SSDP",
        "SSDP_AGENT | Chrome/120 Windows | computer | it calls itself Chrome/120 Windows in SSDP",
        "DHCP_VENDOR | PS5 | console | its DHCP client calls itself PS5",
        "DHCP_PARAMETERS | 1,121,3,6,15,108,114,119,252 | phone | it asks DHCP for what such devices ask: 1,121,3,6,15,108,114,119,252",
        "DHCP | annas-iphone | phone | its name in dhcp is annas-iphone",
        "NETBIOS | desktop-4g7h | computer | its name in nbns is desktop-4g7h",
        "ROLE | forwards | router | packets come home through it from elsewhere"
      })
  void aDeviceGivesItselfAway(ClueKind kind, String value, String type, String reason) {
    assertThat(types.of(device(MAC).says(kind, value).evidence()))
        .contains(new Guess(type, reason));
  }

  @Test
  void theWeightierSignDecides() {
    Devices device = device("00:11:32:00:00:01");
    assertThat(types.of(device.evidence()).map(Guess::type)).contains("NAS");
    device.says(ClueKind.MDNS_SERVICE, "_airplay._tcp");
    assertThat(types.of(device.evidence()).map(Guess::type)).contains("TV");
    device.says(ClueKind.MDNS_SERVICE, "_ipp._tcp");
    assertThat(types.of(device.evidence()).map(Guess::type)).contains("printer");
    device.told(null, "coffee machine");
    assertThat(types.of(device.evidence())).contains(new Guess("coffee machine", "you said so"));
  }

  @Test
  void whoGivesNothingAwayIsNotGuessed() {
    assertThat(types.of(device(MAC).says(ClueKind.DHCP, "fred").evidence())).isEmpty();
    assertThat(types.of(device("192.0.2.1").evidence())).isEmpty();
  }
}
