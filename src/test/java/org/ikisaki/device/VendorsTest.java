package org.ikisaki.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.ikisaki.wire.MacAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VendorsTest {
  private final Vendors vendors = new Vendors();

  private static List<String> table() throws Exception {
    try (InputStream in =
        Objects.requireNonNull(Vendors.class.getResourceAsStream("vendors.tsv"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void everyBlockOfTheTableIsFound() throws Exception {
    List<String> blocks = table().stream().filter(line -> !line.startsWith("#")).toList();
    assertThat(blocks).hasSizeGreaterThan(45_000);
    int universal = 0;
    for (String line : blocks) {
      String prefix = line.substring(0, line.indexOf('\t'));
      long mac = Long.parseLong((prefix + "000000").substring(0, 12), 16);
      if (!MacAddress.isLocallyAdministered(mac)) {
        assertThat(vendors.of(mac)).as(line).isEqualTo(line.substring(prefix.length() + 1));
        universal++;
      }
    }
    assertThat(universal).isGreaterThan(45_000);
  }

  @Test
  void theTableIsInOrderAndSaysWhereItIsFrom() throws Exception {
    List<String> lines = table();
    assertThat(lines.stream().filter(line -> !line.startsWith("#")).toList()).isSorted();
    assertThat(String.join(" ", lines.subList(0, 6)))
        .contains("ieee-data", "Licence: public domain", "vendors.py");
  }

  @ParameterizedTest
  @CsvSource({
    "f0:18:98:00:00:01, 'Apple, Inc.'",
    "b8:27:eb:12:34:56, Raspberry Pi Foundation",
    "70:b3:d5:f2:f0:01, TELEPLATFORMS",
    "20:85:93:b1:23:45, IOG Products LLC"
  })
  void aBlockOfAnyLengthIsKnown(String mac, String vendor) {
    assertThat(vendors.of(MacAddress.parse(mac))).isEqualTo(vendor);
  }

  @ParameterizedTest
  @CsvSource({"f2:18:98:00:00:01", "ff:ff:ff:ff:ff:ff", "fc:ff:ff:ff:ff:ff", "70:b3:d5:ff:ff:ff"})
  void whatIsMadeUpOrOfNobodyHasNone(String mac) {
    assertThat(vendors.of(MacAddress.parse(mac))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "'Apple, Inc.', Apple",
    "'Samsung Electronics Co.,Ltd', Samsung",
    "'HUAWEI TECHNOLOGIES CO.,LTD', Huawei",
    "'LCFC(HeFei) Electronics Technology co., ltd', LCFC HeFei",
    "AVM Audiovisuelles Marketing und Computersysteme GmbH, AVM",
    "Raspberry Pi Foundation, Raspberry Pi",
    "Hewlett Packard, Hewlett Packard",
    "'Sonos, Inc.', Sonos",
    "Philips Lighting BV, Philips Lighting",
    "Limited, Limited"
  })
  void anOrganisationIsCalledAsPeopleDo(String registered, String said) {
    assertThat(VendorName.shorten(registered)).isEqualTo(said);
  }
}
