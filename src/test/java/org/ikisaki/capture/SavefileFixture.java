package org.ikisaki.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ikisaki.capture.FrameSource.Poll;
import org.ikisaki.wire.Frame;

/** Reads savefiles that tests made. */
final class SavefileFixture {
  private SavefileFixture() {}

  /** What a source gives, in the order of the records. */
  record Seen(
      List<Integer> lengths, List<Long> originals, List<Long> times, List<Integer> linkTypes) {}

  /** Cuts a file of two packets at each byte; {@code ends} are where a cut does no damage. */
  static void assertCut(byte[] whole, List<Integer> ends) throws IOException {
    for (int length = ends.get(0); length <= whole.length; length++) {
      int packets = length < ends.get(1) ? 0 : length < ends.get(2) ? 1 : 2;
      boolean atEnd = length == whole.length || ends.contains(length);
      try (Savefile source = open(cut(whole, length))) {
        assertThat(drain(source).lengths()).as("cut at %d", length).hasSize(packets);
        assertThat(source.damage() == null).as("cut at %d", length).isEqualTo(atEnd);
        if (!atEnd) {
          assertThat(source.damage()).startsWith("cut off").doesNotContain("Exception", "Error");
        }
      }
    }
  }

  static SavefileBytes cut(byte[] whole, int length) {
    return new SavefileBytes(BIG_ENDIAN).add(Arrays.copyOf(whole, length));
  }

  static Savefile open(SavefileBytes file) throws IOException {
    return Savefile.of("test.pcap", Channels.newChannel(new ByteArrayInputStream(file.array())));
  }

  static Seen read(SavefileBytes file) throws IOException {
    try (Savefile source = open(file)) {
      Seen seen = drain(source);
      assertThat(source.damage()).isNull();
      return seen;
    }
  }

  static Seen drain(Savefile source) throws IOException {
    Seen seen =
        new Seen(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Frame frame = new Frame();
    while (source.poll(frame) == Poll.FRAME) {
      seen.lengths().add(frame.capturedLength());
      seen.originals().add(frame.originalLength());
      seen.times().add(frame.timestamp());
      seen.linkTypes().add(frame.linkType());
    }
    return seen;
  }
}
