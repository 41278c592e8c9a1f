package org.ikisaki.testing;

import com.google.common.net.InetAddresses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.ikisaki.wire.DnsBytes;

/** A dnsmasq on loopback that asks a second one, and logs who asked it. */
public final class RealDnsmasq implements AutoCloseable {
  private static final String ADDRESS = "127.0.0.1";
  private static final int TIMEOUT_MILLIS = 1_000;

  private final List<Process> processes = new ArrayList<>();
  private final int port = LocalServer.freePort();

  /**
   * Starts both.
   *
   * @param records options that tell the second one what to answer
   * @param logQueries {@code --log-queries}, or that with {@code =extra}
   */
  public RealDnsmasq(Path directory, List<String> records, String logQueries) {
    Programs.require("dnsmasq", "dnsmasq-base");
    int upstreamPort = LocalServer.freePort();
    List<String> upstream = command(upstreamPort);
    upstream.addAll(records);
    upstream.add("--local-ttl=60");
    start(directory.resolve("upstream.out"), upstream);
    List<String> command = command(port);
    command.add("--server=" + ADDRESS + "#" + upstreamPort);
    command.add(logQueries);
    command.add("--log-facility=" + directory.resolve("query.log"));
    start(directory.resolve("dnsmasq.out"), command);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(() -> ask("127.0.0.9", "ready.example", 1));
  }

  /** Asks from an address of the loopback network; whether an answer came. */
  public boolean ask(String from, String name, int type) {
    byte[] query = DnsBytes.query(7).question(name, type).array();
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(from, 0))) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.send(new DatagramPacket(query, query.length, InetAddresses.forString(ADDRESS), port));
      socket.receive(new DatagramPacket(new byte[2_048], 2_048));
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    processes.forEach(Process::destroy);
    processes.forEach(process -> process.onExit().join());
  }

  private static List<String> command(int port) {
    List<String> command = new ArrayList<>(List.of("dnsmasq", "--keep-in-foreground"));
    command.addAll(List.of("--conf-file=/dev/null", "--pid-file", "--no-resolv", "--no-hosts"));
    command.addAll(List.of("--bind-interfaces", "--listen-address=" + ADDRESS, "--port=" + port));
    command.add("--user=" + System.getProperty("user.name"));
    return command;
  }

  private void start(Path output, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      processes.add(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
