package org.ikisaki.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DialogueTest {
  private static final int MSS = 1460;

  @Test
  void aResponseComesInFullPacketsAndIsAcknowledged() {
    Dialogue dialogue = new Dialogue(Script.once(100, 50_000), MSS, 1_000_000, new Dice(1));
    long down = 0;
    int full = 0;
    int acknowledgments = 0;
    while (dialogue.next()) {
      down += dialogue.up() ? 0 : dialogue.length();
      full += dialogue.length() == MSS ? 1 : 0;
      acknowledgments += dialogue.up() && dialogue.length() == 0 ? 1 : 0;
    }

    assertThat(down).isBetween(40_000L, 60_000L);
    assertThat(full).isBetween(26, 41);
    assertThat(acknowledgments).isBetween(full / 4, full / 4 + 2);
  }

  @Test
  void aChunkComesAboutEveryTenSeconds() {
    Dialogue dialogue =
        new Dialogue(Script.video(Duration.ofMinutes(1), 10_000, 1), MSS, 1_000_000, new Dice(1));
    int requests = 0;
    while (dialogue.next()) {
      if (dialogue.up() && dialogue.start()) {
        requests++;
        assertThat(Duration.ofNanos(dialogue.delay()))
            .isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));
      }
    }

    assertThat(requests).isEqualTo(6);
  }

  @Test
  void mergedSegmentsFitAnIpPacket() {
    Dialogue dialogue =
        new Dialogue(Script.download(1, 1_000_000, 45), MSS, 1_000_000, new Dice(1));
    int longest = 0;
    while (dialogue.next()) {
      longest = Math.max(longest, dialogue.length());
    }

    assertThat(longest).isBetween(60_000, 0xffff - 60);
  }
}
