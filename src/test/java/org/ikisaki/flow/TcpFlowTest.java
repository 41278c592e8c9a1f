package org.ikisaki.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.flow.Tap.LAPTOP;
import static org.ikisaki.flow.Tap.LAPTOP_IP;
import static org.ikisaki.flow.Tap.ROUTER;
import static org.ikisaki.flow.Tap.SERVER_IP;
import static org.ikisaki.testing.Frames.ACK;
import static org.ikisaki.testing.Frames.SYN;
import static org.ikisaki.testing.Frames.ethernet;
import static org.ikisaki.testing.Frames.ipv4;
import static org.ikisaki.testing.Frames.tcp;
import static org.ikisaki.testing.Frames.udp;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What flows know of their TCP connections. */
class TcpFlowTest {
  private static final int FIN = 0x01;
  private static final int RST = 0x04;
  private static final int CLIENT = 50_000;
  private static final int SERVER = 443;

  /** First sequence numbers; the server's data is beyond the wrap. */
  private static final int UP = 0x1000;

  private static final int DOWN = -2;

  private final Tap tap = new Tap();

  @Test
  void bothHalvesOfTheHandshakeAreToldOnce() {
    shakeHands();

    FlowUpdate update = tap.only();
    assertThat(update.rttRemote()).isEqualTo(millis(20));
    assertThat(update.rttLocal()).isEqualTo(millis(3));
    up(ACK, UP + 1, DOWN + 1, 100);
    update = tap.only();
    assertThat(update.rttRemote()).isZero();
    assertThat(update.rttLocal()).isZero();
  }

  @Test
  void theHalvesAreOfTheirSidesWhoeverOpened() {
    down(SYN, UP, 0, 0);
    after(3);
    up(SYN | ACK, DOWN, UP + 1, 0);
    after(20);
    down(ACK, UP + 1, DOWN + 1, 0);

    FlowUpdate update = tap.only();
    assertThat(update.localOpened()).isFalse();
    assertThat(update.rttLocal()).isEqualTo(millis(3));
    assertThat(update.rttRemote()).isEqualTo(millis(20));
  }

  @Test
  void ofRepeatedSynsTheLastBeforeTheAnswerCounts() {
    up(SYN, UP, 0, 0);
    after(1_000);
    up(SYN, UP, 0, 0);
    after(20);
    down(SYN | ACK, DOWN, UP + 1, 0);
    after(500);
    up(SYN, UP, 0, 0);
    after(500);
    down(SYN | ACK, DOWN, UP + 1, 0);
    after(3);
    up(ACK, UP + 1, DOWN + 1, 0);

    FlowUpdate update = tap.only();
    assertThat(update.rttRemote()).isEqualTo(millis(20));
    assertThat(update.rttLocal()).isEqualTo(millis(3));
    assertThat(update.retransmittedUp()).isEqualTo(2);
    assertThat(update.retransmittedDown()).isEqualTo(1);
  }

  @Test
  void whatTheSynBroughtMayBeAcknowledgedOrNot() {
    for (int acknowledged : new int[] {1, 101}) {
      Tap other = new Tap();
      other.up(tcp(CLIENT, SERVER, SYN, UP, 0, new byte[100]));
      other.later(Duration.ofMillis(20));
      other.down(tcp(SERVER, CLIENT, SYN | ACK, DOWN, UP + acknowledged, new byte[0]));
      other.later(Duration.ofMillis(3));
      other.up(tcp(CLIENT, SERVER, ACK, UP + acknowledged, DOWN + 1, new byte[0]));

      assertThat(other.only().rttRemote()).isEqualTo(millis(20));
    }
  }

  @Test
  void halfAHandshakeTellsNothing() {
    up(SYN, UP, 0, 0);
    after(20);
    down(SYN | ACK, DOWN, UP + 1, 0);
    assertNoRoundTrip(tap.only());
    after(3);
    up(RST, UP + 1, 0, 0);

    assertNoRoundTrip(tap.only());
  }

  @Test
  void aSynAckWithoutItsSynTellsNothing() {
    down(SYN | ACK, DOWN, UP + 1, 0);
    after(3);
    up(ACK, UP + 1, DOWN + 1, 0);

    assertNoRoundTrip(tap.only());
  }

  @Test
  void aSynAckToAnotherSynTellsNothing() {
    up(SYN, UP, 0, 0);
    after(20);
    down(SYN | ACK, DOWN, UP, 0);
    down(SYN | ACK, DOWN, UP + 2, 0);
    up(ACK, UP + 1, DOWN + 1, 0);

    assertNoRoundTrip(tap.only());
  }

  @Test
  void anAcknowledgmentOfMoreThanTheHandshakeTellsNothing() {
    up(SYN, UP, 0, 0);
    down(SYN | ACK, DOWN, UP + 1, 0);
    down(ACK, DOWN + 1, UP + 1, 500);
    after(3);
    up(ACK, UP + 1, DOWN + 501, 0);

    assertNoRoundTrip(tap.only());
  }

  @Test
  void aHandshakeFasterThanTheClockOrAgainstItIsNotUnknown() {
    up(SYN, UP, 0, 0);
    down(SYN | ACK, DOWN, UP + 1, 0);
    after(-50);
    up(ACK, UP + 1, DOWN + 1, 0);

    FlowUpdate update = tap.only();
    assertThat(update.rttRemote()).isEqualTo(1);
    assertThat(update.rttLocal()).isEqualTo(1);
  }

  @Test
  void segmentsThatBringNothingNewAreCountedByDirectionAcrossTheWrap() {
    shakeHands();
    down(ACK, DOWN + 1, UP + 1, 1_000);
    down(ACK, DOWN + 1_001, UP + 1, 1_000);
    up(ACK, UP + 1, DOWN + 2_001, 500);
    after(300);
    down(ACK, DOWN + 1, UP + 1, 1_000);
    down(ACK, DOWN + 501, UP + 1, 1_000);
    up(ACK, UP + 1, DOWN + 2_001, 500);
    up(ACK, UP + 1, DOWN + 2_001, 700);

    FlowUpdate update = tap.only();
    assertThat(update.retransmittedDown()).isEqualTo(2);
    assertThat(update.retransmittedUp()).isEqualTo(1);
    down(ACK, DOWN + 1_001, UP + 1, 1_000);
    assertThat(tap.only().retransmittedDown()).isEqualTo(1);
  }

  @Test
  void aRepeatedFinIsARetransmission() {
    shakeHands();
    up(FIN | ACK, UP + 1, DOWN + 1, 0);
    up(FIN | ACK, UP + 1, DOWN + 1, 0);

    assertThat(tap.only().retransmittedUp()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void keepAlivesAreNoRetransmissions(int octets) {
    shakeHands();
    up(ACK, UP + 1, DOWN + 1, 100);
    for (int i = 0; i < 5; i++) {
      after(75_000);
      up(ACK, UP + 100, DOWN + 1, octets);
    }

    assertThat(tap.only().retransmittedUp()).isZero();
  }

  @Test
  void probesOfAClosedWindowAndWhatFollowsAreNoRetransmissions() {
    shakeHands();
    up(ACK, UP + 1, DOWN + 1, 100);
    for (int i = 0; i < 5; i++) {
      after(1_000);
      up(ACK, UP + 101, DOWN + 1, 1);
    }
    up(ACK, UP + 101, DOWN + 1, 100);

    assertThat(tap.only().retransmittedUp()).isZero();
  }

  @Test
  void acknowledgmentsAreNoRetransmissions() {
    shakeHands();
    for (int i = 0; i < 3; i++) {
      up(ACK, UP + 1, DOWN + 1, 0);
    }

    assertThat(tap.only().retransmittedUp()).isZero();
  }

  @Test
  void whatWasOvertakenIsNoRetransmissionButWhatComesARoundTripLaterIs() {
    shakeHands();
    down(ACK, DOWN + 3_001, UP + 1, 1_000);
    after(1);
    down(ACK, DOWN + 1, UP + 1, 1_000);
    down(ACK, DOWN + 2_001, UP + 1, 1_000);
    assertThat(tap.only().retransmittedDown()).isZero();
    after(23);
    down(ACK, DOWN + 1_001, UP + 1, 1_000);

    assertThat(tap.only().retransmittedDown()).isEqualTo(1);
  }

  @Test
  void aCaptureThatBeginsInTheMiddleCountsFromThere() {
    down(ACK, DOWN - 999, UP, 1_000);
    down(ACK, DOWN + 1, UP, 1_000);
    up(ACK, UP, DOWN + 1_001, 0);
    after(300);
    down(ACK, DOWN + 1, UP, 1_000);
    down(ACK, DOWN - 1_999, UP, 1_000);

    FlowUpdate update = tap.only();
    assertNoRoundTrip(update);
    assertThat(update.retransmittedDown()).isEqualTo(2);
    assertThat(update.retransmittedUp()).isZero();
  }

  @Test
  void sequenceNumbersOfAnotherConnectionAreNoRetransmissions() {
    shakeHands();
    for (int start : new int[] {UP - 0x4000_0000, UP + 0x4000_0000, UP + Integer.MIN_VALUE}) {
      up(ACK, start, DOWN + 1, 1_000);
      up(ACK, start + 1_000, DOWN + 1, 1_000);
    }

    assertThat(tap.only().retransmittedUp()).isZero();
  }

  @Test
  void aSnapshotLengthChangesNothing() {
    for (int snapshotLength : new int[] {14 + 20 + 14, 68, 65_535}) {
      Tap other = new Tap();
      for (int sequence : new int[] {UP, UP + 1_000, UP + 500, UP + 2_000}) {
        other.cut(
            ethernet(
                ROUTER,
                LAPTOP,
                ipv4(LAPTOP_IP, SERVER_IP, tcp(CLIENT, SERVER, ACK, sequence, 0, new byte[1_000]))),
            snapshotLength);
      }

      assertThat(other.only().retransmittedUp()).as("%d", snapshotLength).isEqualTo(1);
    }
  }

  @Test
  void headersThatWereNotCapturedTellNothing() {
    for (int i = 0; i < 3; i++) {
      tap.cut(
          ethernet(
              ROUTER, LAPTOP, ipv4(LAPTOP_IP, SERVER_IP, tcp(CLIENT, SERVER, ACK, UP, 0, DATA))),
          14 + 20 + 13);
    }

    assertThat(tap.only().retransmittedUp()).isZero();
  }

  @Test
  void fragmentsTellNothing() {
    for (int i = 0; i < 3; i++) {
      tap.frame(
          ROUTER,
          LAPTOP,
          ipv4(LAPTOP_IP, SERVER_IP, i, 0, true, tcp(CLIENT, SERVER, ACK, UP, 0, DATA)));
    }

    FlowUpdate update = tap.only();
    assertThat(update.packetsUp()).isEqualTo(3);
    assertThat(update.retransmittedUp()).isZero();
  }

  @Test
  void aClosedConnectionEndsAfterItsStragglers() {
    shakeHands();
    up(FIN | ACK, UP + 1, DOWN + 1, 0);
    after(20);
    down(FIN | ACK, DOWN + 1, UP + 2, 0);
    after(9_000);
    Flow straggler = up(ACK, UP + 2, DOWN + 2, 0);

    assertThat(straggler.id()).isEqualTo(1);
    after(10_000);
    assertThat(tap.only().ended()).isFalse();
    after(1);
    assertThat(tap.only().ended()).isTrue();
    assertThat(tap.table.size()).isZero();
  }

  @Test
  void aResetEndsAConnectionToo() {
    up(SYN, UP, 0, 0);
    down(RST | ACK, 0, UP + 1, 0);
    tap.drain();
    after(10_001);

    assertThat(tap.only().ended()).isTrue();
  }

  @Test
  void aConnectionThatIsHalfClosedGoesOn() {
    shakeHands();
    up(FIN | ACK, UP + 1, DOWN + 1, 0);
    tap.drain();
    after(299_000);

    assertThat(tap.drain()).isEmpty();
    assertThat(down(ACK, DOWN + 1, UP + 2, 100).id()).isEqualTo(1);
  }

  @Test
  void aNewSynIsOfANewFlowAndNoByteMoves() {
    shakeHands();
    up(FIN | ACK, UP + 1, DOWN + 1, 0);
    down(FIN | ACK, DOWN + 1, UP + 2, 0);
    up(ACK, UP + 2, DOWN + 2, 0);
    Flow second = up(SYN, UP + 9_000, 0, 0);

    assertThat(second.id()).isEqualTo(2);
    List<FlowUpdate> updates = tap.drain();
    assertThat(updates).extracting(FlowUpdate::ended).containsExactly(true, false);
    assertThat(updates).extracting(FlowUpdate::isNew).containsExactly(true, true);
    assertThat(updates).extracting(FlowUpdate::packetsUp).containsExactly(4L, 1L);
    assertThat(updates).extracting(FlowUpdate::packetsDown).containsExactly(2L, 0L);
    assertThat(updates.get(0).rttRemote()).isEqualTo(millis(20));
    assertNoRoundTrip(updates.get(1));
  }

  @Test
  void anotherSynWithoutAnEndIsOfANewFlowToo() {
    up(ACK, UP, DOWN, 100);

    assertThat(up(SYN, 77, 0, 0).id()).isEqualTo(2);
    assertThat(up(SYN, 78, 0, 0).id()).isEqualTo(3);
  }

  @Test
  void aSynAgainIsOfTheSameFlow() {
    up(SYN, UP, 0, 0);
    down(RST | ACK, 0, UP + 1, 0);
    assertThat(up(SYN, UP, 0, 0).id()).isEqualTo(1);
  }

  @Test
  void aSynThatItsAnswerOvertookIsOfTheSameFlow() {
    down(SYN | ACK, DOWN, UP + 1, 0);

    assertThat(up(SYN, UP, 0, 0).id()).isEqualTo(1);
    assertThat(tap.only().localOpened()).isTrue();
  }

  @Test
  void simultaneousSynsAreOfOneFlow() {
    up(SYN, UP, 0, 0);

    assertThat(down(SYN, DOWN, 0, 0).id()).isEqualTo(1);
  }

  @Test
  void aSlotForgetsTheConnectionItHeld() {
    shakeHands();
    up(FIN | ACK, UP + 1, DOWN + 1, 0);
    down(RST | ACK, DOWN + 1, UP + 2, 0);
    tap.drainAll();
    tap.up(udp(CLIENT, SERVER, 10));
    FlowUpdate datagrams = tap.drainAll().get(0);
    assertNoRoundTrip(datagrams);
    assertThat(datagrams.retransmittedUp()).isZero();
    up(ACK, UP, DOWN, 100);
    tap.drain();
    after(299_000);

    assertThat(tap.drain()).isEmpty();
  }

  @Test
  void whatWasSentAgainInAFloodIsInTheSum() {
    Tap small = Tap.ofFlows(4);
    for (int port = 1_024; port < 1_124; port++) {
      small.up(tcp(port, SERVER, SYN, UP, 0, new byte[0]));
      small.up(tcp(port, SERVER, SYN, UP, 0, new byte[0]));
    }

    assertThat(small.drainAll().stream().mapToLong(FlowUpdate::retransmittedUp).sum())
        .isEqualTo(100);
  }

  private static final byte[] DATA = new byte[800];

  /** 20 ms to the server and back, 3 ms to the laptop. */
  private void shakeHands() {
    up(SYN, UP, 0, 0);
    after(20);
    down(SYN | ACK, DOWN, UP + 1, 0);
    after(3);
    up(ACK, UP + 1, DOWN + 1, 0);
  }

  private Flow up(int flags, int sequence, int acknowledgment, int length) {
    return tap.up(tcp(CLIENT, SERVER, flags, sequence, acknowledgment, new byte[length]));
  }

  private Flow down(int flags, int sequence, int acknowledgment, int length) {
    return tap.down(tcp(SERVER, CLIENT, flags, sequence, acknowledgment, new byte[length]));
  }

  private void after(long millis) {
    tap.later(Duration.ofMillis(millis));
  }

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  private static void assertNoRoundTrip(FlowUpdate update) {
    assertThat(update.rttLocal()).isZero();
    assertThat(update.rttRemote()).isZero();
  }
}
