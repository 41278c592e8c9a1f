package org.ikisaki.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ikisaki.demo.CaptureWriter.Precision;
import org.ikisaki.wire.Frame;

/**
 * Writes the captures that {@code bin/bench} measures with into a directory: {@code full.pcap},
 * {@code headers.pcap} (the same, cut at 128 bytes), {@code empty.pcap}, and {@code truth.tsv} with
 * the bytes of each service in them.
 */
public final class BenchmarkCapture {
  private static final int HEADERS = 128;

  private BenchmarkCapture() {}

  /** Writes into the directory that is the only argument. */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    BenchmarkSource source = new BenchmarkSource(BenchmarkSource.WHOLE);
    try (CaptureWriter full = writer(directory.resolve("full.pcap"));
        CaptureWriter headers = writer(directory.resolve("headers.pcap"));
        CaptureWriter empty = writer(directory.resolve("empty.pcap"))) {
      Frame cut = new Frame();
      source.play(
          frame -> {
            full.write(frame);
            headers.write(cut(frame, cut));
          });
      full.commit();
      headers.commit();
      empty.commit();
      System.out.println(full.frames() + " frames");
    }
    List<String> lines = new ArrayList<>();
    source.truth().byService().forEach((name, volume) -> lines.add(name + "\t" + volume.bytes()));
    Files.write(directory.resolve("truth.tsv"), lines);
  }

  private static Frame cut(Frame frame, Frame cut) {
    cut.set(
        frame.buffer(),
        frame.offset(),
        Math.min(HEADERS, frame.capturedLength()),
        frame.originalLength(),
        frame.linkType(),
        frame.timestamp());
    return cut;
  }

  private static CaptureWriter writer(Path file) throws IOException {
    return CaptureWriter.toFile(file, Precision.MICROS);
  }
}
