package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.ikisaki.cli.Commands.Result;
import org.ikisaki.demo.Truth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files much larger than the memory there is for them. */
class LongReplayTest {
  private static final int FILE_HEADER = 24;
  private static final long LENGTH = 300_000_000;

  private final Path directory;

  LongReplayTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aLongCompressedCaptureTakesNoMoreMemoryThanAShortOne() throws Exception {
    Path evening = directory.resolve("evening.pcap");
    Truth truth = Households.write(evening, Duration.ofMinutes(2));
    byte[] bytes = Files.readAllBytes(evening);
    int rounds = (int) (LENGTH / (bytes.length - FILE_HEADER)) + 1;
    Path evenings = directory.resolve("evenings.pcap.gz");
    write(evenings, bytes, rounds);

    Result result =
        ChildProcess.run(
            directory,
            Redirect.PIPE,
            List.of("-Xmx40m", "-XX:MaxDirectMemorySize=8m"),
            "replay",
            evenings,
            "--json",
            "--config",
            Files.createFile(directory.resolve("ikisaki.yaml")));

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.json().getAsJsonObject("capture").get("frames").getAsLong())
        .isEqualTo(truth.frames() * rounds);
    assertThat(result.json().getAsJsonObject("total").get("bytes").getAsLong())
        .isEqualTo(truth.total().bytes() * rounds);
  }

  /** The header, and so many times all records: a member of gzip each. */
  private static void write(Path file, byte[] capture, int rounds) throws IOException {
    byte[] records = gzip(capture, FILE_HEADER, capture.length - FILE_HEADER);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(gzip(capture, 0, FILE_HEADER));
      for (int i = 0; i < rounds; i++) {
        out.write(records);
      }
    }
  }

  private static byte[] gzip(byte[] bytes, int offset, int length) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes, offset, length);
    }
    return out.toByteArray();
  }
}
