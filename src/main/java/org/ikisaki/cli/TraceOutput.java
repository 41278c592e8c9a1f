package org.ikisaki.cli;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.ikisaki.daemon.Settings;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.render.Format;
import org.ikisaki.trace.render.Renderings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How and where to traces are written. */
final class TraceOutput {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description =
          "${COMPLETION-CANDIDATES}; svg, html and png are maps, graph is routers by network as SVG (default: ${DEFAULT-VALUE}).")
  private TraceFormat format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write there (default: standard output).")
  private @Nullable Path out;

  void write(List<PlacedTrace> traces, Settings settings, CommandLine command) throws Exception {
    Format rendering = format.rendering();
    PrintWriter terminal = command.getOut();
    if (rendering == null) {
      TraceTable.print(traces, terminal);
      Credits.print(terminal, settings);
    } else if (out != null) {
      replace(out, rendering, traces);
      command.getErr().println("ikisaki: wrote " + out);
    } else if (rendering == Format.PNG) {
      throw new Failure("a PNG is not for a terminal: name a file with --out");
    } else {
      Renderings.write(rendering, traces, terminal);
      terminal.flush();
    }
  }

  /** A file that is there stays until the new one is whole. */
  private static void replace(Path file, Format rendering, List<PlacedTrace> traces)
      throws Exception {
    Path directory = file.toAbsolutePath().getParent();
    Path part = Files.createTempFile(directory, ".ikisaki", ".part");
    try {
      try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(part))) {
        Renderings.write(rendering, traces, stream);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
