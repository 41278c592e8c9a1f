package org.ikisaki.capture;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import org.ikisaki.capture.FrameSource.Poll;
import org.ikisaki.fuzz.Oracle;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.Packet;

/** Savefiles of every kind, compressed ones too: frames and an end, or a refusal for its user. */
class SavefileFuzzTest {
  private final Frame frame = new Frame();
  private final Packet packet = new Packet();

  @FuzzTest(maxDuration = "1s")
  void files(byte[] input) {
    try (Savefile file =
        Savefile.of("fuzz", Channels.newChannel(new ByteArrayInputStream(input)))) {
      long frames = 0;
      while (file.poll(frame) == Poll.FRAME) {
        frames++;
        Oracle.holds(
            frame.offset() >= 0
                && frame.capturedLength() >= 0
                && frame.offset() + frame.capturedLength() <= frame.buffer().limit(),
            "a frame lies in its buffer");
        Oracle.holds(frame.originalLength() >= 0, "a length is not negative");
        Oracle.holds(packet.wrap(frame).name().length() > 0, "every frame has a verdict");
      }
      Oracle.holds(file.position() <= input.length, "no more is read than is there");
      Oracle.holds(frames >= 0, "frames");
    } catch (IOException e) {
      Oracle.holds(e.getMessage() != null, "a refusal says why");
    }
  }
}
