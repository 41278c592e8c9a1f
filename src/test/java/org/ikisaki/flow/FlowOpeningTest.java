package org.ikisaki.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.flow.Tap.LAPTOP;
import static org.ikisaki.flow.Tap.LAPTOP_IP;
import static org.ikisaki.flow.Tap.PHONE;
import static org.ikisaki.flow.Tap.PHONE_IP;
import static org.ikisaki.testing.Frames.ACK;
import static org.ikisaki.testing.Frames.SYN;
import static org.ikisaki.testing.Frames.ipv4;
import static org.ikisaki.testing.Frames.tcp;
import static org.ikisaki.testing.Frames.udp;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whether a flow was seen from its beginning, and whether it leaves the house. */
class FlowOpeningTest {
  private final Tap tap = new Tap();

  @Test
  void aTcpConnectionIsSeenFromItsSynOn() {
    tap.up(tcp(50_000, 443, SYN, 0));
    tap.up(tcp(50_000, 443, ACK, 100));
    assertThat(tap.only().openingSeen()).isTrue();
  }

  @Test
  void aTcpConnectionIsNotSeenFromItsMiddle() {
    tap.down(tcp(443, 50_000, ACK, 100));
    assertThat(tap.only().openingSeen()).isFalse();
    tap.later(Duration.ofHours(1)).up(tcp(50_001, 443, ACK, 100));
    assertThat(tap.drain()).last().matches(flow -> !flow.openingSeen());
  }

  @Test
  void datagramsSoonAfterTheStartMayBeOlderThanIt() {
    tap.up(udp(50_000, 443, 100));
    assertThat(tap.only().openingSeen()).isFalse();
  }

  @Test
  void datagramsThatWouldHaveBeenHeardBeforeAreNew() {
    tap.up(udp(50_000, 443, 100));
    tap.drain();
    tap.later(FlowSettings.DEFAULTS.udpTimeout().plusMillis(1)).up(udp(50_001, 443, 100));
    assertThat(tap.drain()).last().matches(FlowUpdate::openingSeen);
  }

  @Test
  void theRemoteEndIsAtHomeOrNot() {
    tap.up(udp(50_000, 443, 100));
    assertThat(tap.only().remoteIsHome()).isFalse();
    tap.frame(PHONE, LAPTOP, ipv4(LAPTOP_IP, PHONE_IP, udp(50_000, 5_000, 100)));
    assertThat(tap.only().remoteIsHome()).isTrue();
  }
}
