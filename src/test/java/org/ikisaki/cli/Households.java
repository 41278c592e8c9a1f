package org.ikisaki.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.ikisaki.capture.FrameSource.Poll;
import org.ikisaki.demo.CaptureWriter;
import org.ikisaki.demo.Household;
import org.ikisaki.demo.HouseholdSource;
import org.ikisaki.demo.Pace;
import org.ikisaki.demo.Timespan;
import org.ikisaki.demo.Truth;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.LinkType;

/** Captures of a part of a made-up household's day. */
final class Households {
  static final Instant START = Timespan.DEFAULT.start();

  private Households() {}

  static HouseholdSource evening(Duration length) {
    return from(START, length);
  }

  private static HouseholdSource from(Instant start, Duration length) {
    return new HouseholdSource(
        Household.of(1), new Timespan(start, length, ZoneOffset.UTC), Pace.unlimited());
  }

  /** Writes that part, and says what was sent. */
  static Truth write(Path file, Duration length) throws IOException {
    return write(file, START, length);
  }

  /** The same of another time. */
  static Truth write(Path file, Instant start, Duration length) throws IOException {
    Frame frame = new Frame();
    try (HouseholdSource source = from(start, length);
        CaptureWriter writer = CaptureWriter.toFile(file, CaptureWriter.Precision.NANOS)) {
      while (source.poll(frame) == Poll.FRAME) {
        writer.write(frame);
      }
      writer.commit();
      return source.truth();
    }
  }

  /** Writes the same frames into several files, each continuing the one before. */
  static List<Path> writeParts(Path directory, Duration length, int framesEach) throws IOException {
    List<Path> files = new ArrayList<>();
    Frame frame = new Frame();
    try (HouseholdSource source = evening(length)) {
      Poll poll = source.poll(frame);
      while (poll == Poll.FRAME) {
        Path file = directory.resolve("part" + files.size() + ".pcap");
        try (CaptureWriter writer = CaptureWriter.toFile(file, CaptureWriter.Precision.NANOS)) {
          for (int i = 0; i < framesEach && poll == Poll.FRAME; i++) {
            writer.write(frame);
            poll = source.poll(frame);
          }
          writer.commit();
        }
        files.add(file);
      }
    }
    return files;
  }

  /** Writes frames of our own making, a millisecond apart. */
  static void write(Path file, List<byte[]> frames) throws IOException {
    try (CaptureWriter writer = CaptureWriter.toFile(file, CaptureWriter.Precision.NANOS)) {
      long time = START.getEpochSecond() * 1_000_000_000L;
      for (byte[] bytes : frames) {
        Frame frame = new Frame();
        frame.set(ByteBuffer.wrap(bytes), 0, bytes.length, bytes.length, LinkType.ETHERNET, time);
        writer.write(frame);
        time += 1_000_000;
      }
      writer.commit();
    }
  }
}
