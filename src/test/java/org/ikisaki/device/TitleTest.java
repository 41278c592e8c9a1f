package org.ikisaki.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.device.Devices.DAY;
import static org.ikisaki.device.Devices.device;

import org.ikisaki.naming.ClueKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TitleTest {
  private static final String APPLE = "f0:18:98:5a:3f:2a";
  private static final String RANDOM = "7e:3d:0a:41:c2:18";

  private final Vendors vendors = new Vendors();

  private Title title(Devices device) {
    return Title.of(device.evidence(), vendors);
  }

  @Test
  void theStrongerEvidenceNames() {
    Devices device = device(APPLE);
    assertThat(title(device)).isEqualTo(new Title("Apple 3f:2a", "vendor"));
    device.says(ClueKind.SSDP_SERVER, "Linux/5.4 UPnP/1.0 Sonos/70.3-35220 (ZPS12)");
    assertThat(title(device)).isEqualTo(new Title("Sonos", "ssdp-server"));
    device.says(ClueKind.NETBIOS, "old-pc");
    assertThat(title(device)).isEqualTo(new Title("old-pc", "nbns"));
    device.says(ClueKind.MDNS_INSTANCE, "anna\\226\\128\\153s\\032mac");
    assertThat(title(device)).isEqualTo(new Title("anna’s mac", "mdns-instance"));
    device.says(ClueKind.MDNS, "annas-mac");
    assertThat(title(device)).isEqualTo(new Title("annas-mac", "mdns"));
    device.says(ClueKind.DHCP_FQDN, "macbook.home.arpa");
    assertThat(title(device)).isEqualTo(new Title("macbook", "dhcp-fqdn"));
    device.told("Anna's laptop", null);
    assertThat(title(device)).isEqualTo(new Title("Anna's laptop", "command"));
    device.configured("Das MacBook");
    assertThat(title(device)).isEqualTo(new Title("Das MacBook", "configuration"));
  }

  @Test
  void whoSaysNothingIsCalledByItsAddress() {
    assertThat(title(device(RANDOM))).isEqualTo(new Title("private c2:18", "address"));
    assertThat(title(device("fc:ff:ff:00:00:01"))).isEqualTo(new Title("device 00:01", "address"));
    assertThat(title(device("192.0.2.7"))).isEqualTo(new Title("192.0.2.7", "address"));
  }

  @Test
  void aNewNameTakesOverOnceTheOldOneIsADayOld() {
    Devices device =
        device(RANDOM)
            .says(ClueKind.DHCP, "before", 0, 10 * DAY)
            .says(ClueKind.DHCP, "after", 10 * DAY, 11 * DAY);
    assertThat(title(device).name()).isEqualTo("before");
    device.says(ClueKind.DHCP, "after", 10 * DAY, 11 * DAY + 1);
    assertThat(title(device).name()).isEqualTo("after");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "android",
        "localhost",
        "3f2a1b4c-1d2e-4f5a-8b9c-0123456789ab",
        "0123456789abcdef",
        "192.0.2.1",
        "\\027\\091",
        "---"
      })
  void aNameThatTellsNobodyApartIsNone(String name) {
    assertThat(title(device(APPLE).says(ClueKind.MDNS, name)).source()).isEqualTo("vendor");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "a\\027[2Jb, a 2Jb",
        "\\060script\\062alert\\0401\\041, script alert(1)",
        "\\226\\128\\174gnp.exe, gnp.exe",
        "\\227\\129\\147\\227\\129\\159\\227\\129\\164, こたつ",
        "x\\255y, x y",
        "a\\010b, a b",
        "\\061\\043cmd, +cmd",
        "a\\099999, ac999",
      })
  void hostileNamesAreCleaned(String said, String shown) {
    Title title = title(device(APPLE).says(ClueKind.DHCP, said));
    assertThat(title).isEqualTo(new Title(shown, "dhcp"));
    assertThat(title.name().codePoints())
        .noneMatch(c -> "<>&\"`\\;|$=@\n\r\t".indexOf(c) >= 0 || Character.getType(c) == 16);
  }

  @Test
  void aLongNameIsCut() {
    assertThat(title(device(APPLE).says(ClueKind.DHCP, "x".repeat(200))).name()).hasSize(40);
  }
}
