package org.ikisaki.testing;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A real vmagent on loopback, which passes all that it is sent to every one of some servers. */
public final class RealVmagent implements AutoCloseable {
  private final URI url;
  private final LocalServer server;

  public RealVmagent(Path directory, RealVictoriaMetrics... servers) {
    int port = LocalServer.freePort();
    url = URI.create("http://127.0.0.1:" + port);
    List<String> command =
        new ArrayList<>(
            List.of(
                "vmagent",
                "-httpListenAddr=127.0.0.1:" + port,
                "-remoteWrite.tmpDataPath=" + directory.resolve("vmagent")));
    Arrays.stream(servers)
        .forEach(to -> command.add("-remoteWrite.url=" + to.url() + "/api/v1/write"));
    server = new LocalServer(command, directory.resolve("vmagent.log"), url.resolve("/health"));
  }

  public URI url() {
    return url;
  }

  @Override
  public void close() {
    server.kill();
  }
}
