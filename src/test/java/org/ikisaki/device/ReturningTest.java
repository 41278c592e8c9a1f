package org.ikisaki.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.device.Devices.DAY;
import static org.ikisaki.device.Devices.device;

import java.util.List;
import org.ikisaki.naming.ClueKind;
import org.junit.jupiter.api.Test;

final class ReturningTest {
  private static final String OLD = "3a:91:55:e0:07:b4";
  private static final String NEW = "7e:3d:0a:41:c2:18";

  private static Devices anna(String key, long from, long to) {
    return device(key).seen(from, to).says(ClueKind.DHCP, "annas-phone");
  }

  @Test
  void whoComesBackUnderAnotherAddressIsSuggested() {
    Evidence old = anna(OLD, 0, 10 * DAY).says(ClueKind.DHCP_PARAMETERS, "1,3").evidence();
    Evidence now = anna(NEW, 11 * DAY, 12 * DAY).says(ClueKind.DHCP_PARAMETERS, "1,3").evidence();
    assertThat(Returning.find(now, List.of(old, now)))
        .hasValueSatisfying(
            found -> {
              assertThat(found.other()).isSameAs(old);
              assertThat(found.reason())
                  .isEqualTo("both call themselves annas-phone, and ask DHCP for the same");
            });
    assertThat(Returning.find(old, List.of(old, now))).isEmpty();
  }

  @Test
  void twoThatWereThereTogetherAreTwo() {
    Evidence old = anna(OLD, 0, 12 * DAY).evidence();
    Evidence now = anna(NEW, 11 * DAY, 12 * DAY).evidence();
    assertThat(Returning.find(now, List.of(old, now))).isEmpty();
  }

  @Test
  void aRegisteredAddressDoesNotChange() {
    Evidence old = anna(OLD, 0, DAY).evidence();
    Evidence now = anna("f0:18:98:5a:3f:2a", 2 * DAY, 3 * DAY).evidence();
    assertThat(Returning.find(now, List.of(old, now))).isEmpty();
  }

  @Test
  void noNameNoSuggestion() {
    Evidence old = device(OLD).seen(0, DAY).says(ClueKind.DHCP, "android").evidence();
    Evidence now = device(NEW).seen(2 * DAY, 3 * DAY).says(ClueKind.DHCP, "android").evidence();
    assertThat(Returning.find(now, List.of(old, now))).isEmpty();
  }
}
