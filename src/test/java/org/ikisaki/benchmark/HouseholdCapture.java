package org.ikisaki.benchmark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.time.Duration;
import org.ikisaki.capture.FrameSource.Poll;
import org.ikisaki.capture.Savefile;
import org.ikisaki.demo.CaptureWriter;
import org.ikisaki.demo.CaptureWriter.Precision;
import org.ikisaki.demo.Household;
import org.ikisaki.demo.HouseholdSource;
import org.ikisaki.demo.Pace;
import org.ikisaki.demo.Timespan;
import org.ikisaki.wire.Frame;

/** The first frames of the made-up household, as a savefile in memory. Immutable. */
final class HouseholdCapture {
  private static final long SEED = 1;
  private static final Duration ENOUGH = Duration.ofDays(30);

  private final byte[] savefile;

  HouseholdCapture(int frames) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Timespan span = new Timespan(Timespan.DEFAULT.start(), ENOUGH, Timespan.DEFAULT.zone());
    try (HouseholdSource source = new HouseholdSource(Household.of(SEED), span, Pace.unlimited());
        CaptureWriter writer =
            CaptureWriter.toChannel(Channels.newChannel(bytes), Precision.NANOS)) {
      Frame frame = new Frame();
      while (writer.frames() < frames && source.poll(frame) == Poll.FRAME) {
        writer.write(frame);
      }
      if (writer.frames() < frames) {
        throw new IllegalStateException("the household sent no more than " + writer.frames());
      }
      writer.commit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    savefile = bytes.toByteArray();
  }

  Savefile open() throws IOException {
    return Savefile.of("household", Channels.newChannel(new ByteArrayInputStream(savefile)));
  }
}
