package org.ikisaki.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.device.Devices.device;

import java.util.List;
import org.ikisaki.naming.ClueKind;
import org.junit.jupiter.api.Test;

final class LabelsTest {
  private static final String FIRST = "02:00:00:00:c2:18";
  private static final String SECOND = "02:00:00:00:c2:19";
  private static final String THIRD = "02:00:01:00:c2:19";

  private final Vendors vendors = new Vendors();

  private static Evidence iphone(String key) {
    return device(key).says(ClueKind.DHCP, "iphone").evidence();
  }

  @Test
  void devicesOfOneNameAreToldApart() {
    assertThat(Labels.of(List.of(iphone(FIRST), iphone(SECOND), iphone(THIRD)), vendors))
        .containsEntry(FIRST, "iphone")
        .containsEntry(SECOND, "iphone (c2:19)")
        .containsEntry(THIRD, "iphone (02:00:01:00:c2:19)");
  }

  @Test
  void whoTakesAnothersNameRenamesOnlyItself() {
    Evidence thief = device(SECOND).says(ClueKind.DHCP, "iphone (c2\\05818)").evidence();
    assertThat(Labels.of(List.of(iphone(FIRST), thief), vendors)).containsEntry(FIRST, "iphone");
  }

  @Test
  void theUsersNameIsTheOneThatStays() {
    Evidence named = device(SECOND).told("iphone", null).evidence();
    assertThat(Labels.of(List.of(iphone(FIRST), named), vendors))
        .containsEntry(SECOND, "iphone")
        .containsEntry(FIRST, "iphone (c2:18)");
  }
}
