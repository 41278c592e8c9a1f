package org.ikisaki.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.ikisaki.capture.FrameSource.Poll;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.MacAddress;
import org.junit.jupiter.api.Test;

class HouseholdSourceTest {
  private static final Timespan HOUR =
      new Timespan(Timespan.DEFAULT.start(), Duration.ofHours(1), ZoneOffset.UTC);

  @Test
  void sameSeedGivesTheSameBytes() throws Exception {
    assertThat(digest(7, HOUR)).isEqualTo(digest(7, HOUR));
  }

  @Test
  void anotherSeedGivesOthers() throws Exception {
    assertThat(digest(7, HOUR)).isNotEqualTo(digest(8, HOUR));
  }

  @Test
  void aDayIsInOrderAndValidAndAddsUpToItsTruth() {
    HouseholdSource source = source(1, Timespan.DEFAULT);
    Frame frame = new Frame();
    long frames = 0;
    long frameBytes = 0;
    long ipBytes = 0;
    long outOfOrder = 0;
    long last = Long.MIN_VALUE;
    while (source.poll(frame) == Poll.FRAME) {
      outOfOrder += frame.timestamp() < last ? 1 : 0;
      last = frame.timestamp();
      frames++;
      frameBytes += frame.originalLength();
      ipBytes += FrameAudit.ipBytes(frame);
    }

    Truth truth = source.truth();
    assertThat(outOfOrder).isZero();
    assertThat(truth.frames()).isEqualTo(frames).isBetween(500_000L, 1_000_000L);
    assertThat(truth.frameBytes()).isEqualTo(frameBytes);
    assertThat(truth.total().bytes()).isEqualTo(ipBytes).isBetween(3_000_000_000L, 6_000_000_000L);
    assertThat(last).isLessThan(Timespan.DEFAULT.until());
  }

  @Test
  void everyDeviceAndEveryServiceHasItsShareOfTheDay() {
    Household household = Household.of(1);
    Truth truth = drained(1, Timespan.DEFAULT);

    assertThat(household.devices()).hasSizeGreaterThanOrEqualTo(14);
    assertThat(truth.byDevice().keySet())
        .containsAll(household.devices().stream().map(Device::id).toList());
    assertThat(household.services()).hasSizeGreaterThanOrEqualTo(36);
    assertThat(truth.byService().keySet()).containsAll(household.services());
    assertThat(truth.byService()).containsKeys(Truth.RESOLVER, Truth.LOCAL, Truth.UNNAMED);
  }

  @Test
  void allWaysToSumTheTruthAgree() {
    Truth truth = drained(3, HOUR);

    Truth.Volume total = truth.total();
    assertThat(sum(truth.byService())).isEqualTo(total);
    assertThat(sum(truth.byHost())).isEqualTo(total);
    assertThat(sum(truth.byDevice())).isEqualTo(total);
    assertThat(truth.rows()).extracting(Truth.Row::volume).doesNotContain(Truth.Volume.NONE);
  }

  @Test
  void slackWasOpenBeforeTheStartAndIsTakenUpAgain() {
    Truth truth = drained(1, Timespan.DEFAULT);

    assertThat(truth.rows())
        .filteredOn(row -> row.key().openBeforeStart())
        .extracting(row -> row.key().service())
        .containsExactly("Slack");
    Truth.Volume all = truth.byService().getOrDefault("Slack", Truth.Volume.NONE);
    Truth.Volume since = truth.byServiceSinceStart().getOrDefault("Slack", Truth.Volume.NONE);
    assertThat(since.bytes()).isPositive().isLessThan(all.bytes());
  }

  @Test
  void theRouterAnnouncesThePrefixFirst() {
    Frame frame = new Frame();
    HouseholdSource source = source(1, HOUR);

    assertThat(source.poll(frame)).isEqualTo(Poll.FRAME);
    assertThat(frame.timestamp()).isEqualTo(HOUR.from());
    int icmpType = frame.buffer().get(54) & 0xff;
    assertThat(icmpType).as("router advertisement").isEqualTo(134);
  }

  @Test
  void nothingIsSentFromADeviceThatIsNotThere() {
    Household household = Household.of(1);
    Set<Long> known = new HashSet<>();
    known.add(household.router().mac());
    household.devices().forEach(device -> known.add(device.mac()));
    Frame frame = new Frame();
    HouseholdSource source = source(1, HOUR);

    Set<Long> senders = new HashSet<>();
    while (source.poll(frame) == Poll.FRAME) {
      long sender = frame.buffer().getLong(6) >>> 16;
      senders.add(sender);
      assertThat(MacAddress.isGroup(sender)).isFalse();
    }

    assertThat(known).containsAll(senders);
    assertThat(senders).hasSizeGreaterThan(12);
  }

  @Test
  void framesComeOnlyWhenTheyAreDue() {
    AtomicReference<Instant> clock = new AtomicReference<>(Instant.EPOCH);
    InstantSource time = clock::get;
    Frame frame = new Frame();
    try (HouseholdSource source = new HouseholdSource(Household.of(1), HOUR, Pace.of(60, time))) {
      while (source.poll(frame) == Poll.FRAME) {
        assertThat(frame.timestamp()).isEqualTo(HOUR.from());
      }

      clock.set(Instant.EPOCH.plusSeconds(10));
      long frames = 0;
      while (source.poll(frame) == Poll.FRAME) {
        frames++;
      }

      long tenMinutes = Duration.ofMinutes(10).toNanos();
      assertThat(frame.timestamp())
          .isBetween(HOUR.from() + tenMinutes / 2, HOUR.from() + tenMinutes);
      assertThat(frames).isGreaterThan(100);
      assertThat(source.poll(frame)).isEqualTo(Poll.IDLE);
    }
  }

  @Test
  void paceDoesNotChangeTheFrames() throws IOException {
    AtomicReference<Instant> clock = new AtomicReference<>(Instant.EPOCH);
    InstantSource hurrying = () -> clock.updateAndGet(now -> now.plusSeconds(1));
    HouseholdSource paced = new HouseholdSource(Household.of(7), HOUR, Pace.of(600, hurrying));
    HouseholdSource unpaced = source(7, HOUR);
    Frame frame = new Frame();
    Frame other = new Frame();

    while (unpaced.poll(frame) == Poll.FRAME) {
      assertThat(paced.poll(other)).isEqualTo(Poll.FRAME);
      assertThat(other.timestamp()).isEqualTo(frame.timestamp());
      assertThat(other.originalLength()).isEqualTo(frame.originalLength());
    }
    assertThat(paced.poll(other)).isEqualTo(Poll.END);
  }

  @Test
  void aStopEndsAWaitingPollAndAllAfterIt() throws Exception {
    InstantSource standing = InstantSource.fixed(Instant.EPOCH);
    HouseholdSource source = new HouseholdSource(Household.of(1), HOUR, Pace.of(1, standing));

    CompletableFuture<Poll> last =
        CompletableFuture.supplyAsync(
            () -> {
              Frame frame = new Frame();
              Poll poll = source.poll(frame);
              while (poll != Poll.END) {
                poll = source.poll(frame);
              }
              return poll;
            });
    source.stop();

    assertThat(last.get(10, TimeUnit.SECONDS)).isEqualTo(Poll.END);
    assertThat(source.poll(new Frame())).isEqualTo(Poll.END);
  }

  @Test
  void aStartAtAnyHourAndInAnyZonePlays() {
    Timespan night =
        new Timespan(
            Instant.parse("2026-10-25T00:30:00Z"), Duration.ofHours(2), ZoneId.of("Europe/Berlin"));

    Truth truth = drained(5, night);

    assertThat(truth.byService()).containsKeys("YouTube", "Philips Hue", "Amazon Alexa");
  }

  @Test
  void refusesASpeedOfZero() {
    assertThatThrownBy(() -> Pace.of(0, InstantSource.system()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.0");
  }

  private static Truth.Volume sum(Map<String, Truth.Volume> volumes) {
    return volumes.values().stream().reduce(Truth.Volume.NONE, Truth.Volume::plus);
  }

  private static HouseholdSource source(long seed, Timespan span) {
    return new HouseholdSource(Household.of(seed), span, Pace.unlimited());
  }

  private static Truth drained(long seed, Timespan span) {
    HouseholdSource source = source(seed, span);
    Frame frame = new Frame();
    Poll poll = Poll.FRAME;
    while (poll == Poll.FRAME) {
      poll = source.poll(frame);
    }
    return source.truth();
  }

  private static String digest(long seed, Timespan span) throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    HouseholdSource source = source(seed, span);
    Frame frame = new Frame();
    try (CaptureWriter writer =
        CaptureWriter.toChannel(
            Channels.newChannel(new DigestOutputStream(OutputStream.nullOutputStream(), sha256)),
            CaptureWriter.Precision.NANOS)) {
      while (source.poll(frame) == Poll.FRAME) {
        writer.write(frame);
      }
      writer.commit();
    }
    return HexFormat.of().formatHex(sha256.digest());
  }
}
