package org.ikisaki.testing;

import static org.ikisaki.testing.Frames.ACK;
import static org.ikisaki.testing.Frames.SYN;
import static org.ikisaki.testing.Frames.ethernet;
import static org.ikisaki.testing.Frames.ipv4;
import static org.ikisaki.testing.Frames.tcp;
import static org.ikisaki.testing.Frames.udp;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.ikisaki.demo.CaptureWriter;
import org.ikisaki.testing.Frames.Transport;
import org.ikisaki.wire.Bytes;
import org.ikisaki.wire.DnsBytes;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.HelloBytes;
import org.ikisaki.wire.IpAddress;

/** What the devices of a small house do, packet by packet, as heard at the router's inside port. */
public final class HouseScript {
  /** A device at home: its address ends as its MAC address does. */
  public record Device(int number) {
    public String mac() {
      return "02:00:00:00:00:%02x".formatted(number);
    }

    public String address() {
      return "192.168.1." + number;
    }
  }

  public static final Device ROUTER = new Device(1);

  private static final Duration STEP = Duration.ofMillis(5);
  private static final int SEGMENT = 1_400;

  private final List<Frame> frames = new ArrayList<>();
  private Instant now;
  private int nextPort = 50_000;
  private int nextId = 1;

  public HouseScript(Instant start) {
    now = start;
  }

  public HouseScript pause(Duration time) {
    now = now.plus(time);
    return this;
  }

  /** Asks the router, and gets an answer. */
  public HouseScript lookup(Device device, String name, String... addresses) {
    return lookupAt(ROUTER.address(), device, name, addresses);
  }

  /** Asks {@code resolver}; with no addresses the answer is empty. */
  public HouseScript lookupAt(String resolver, Device device, String name, String... addresses) {
    int id = nextId++ & 0xffff;
    int port = port();
    boolean isIpv6 = addresses.length > 0 && !IpAddress.parse(addresses[0]).isIpv4();
    int type = isIpv6 ? 28 : 1;
    up(device, resolver, udp(port, 53, DnsBytes.query(id).question(name, type).array()));
    DnsBytes answer = DnsBytes.response(id).question(name, type);
    for (String address : addresses) {
      answer.address(name, address);
    }
    return down(device, resolver, udp(53, port, answer.array()));
  }

  /** Opens a TLS connection that states {@code host}, and gets {@code bytes} over it. */
  public HouseScript tls(Device device, String server, int port, String host, int bytes) {
    return connect(device, server, port, HelloBytes.record(HelloBytes.hello(host)), bytes);
  }

  /** Opens a TLS connection that states no name. */
  public HouseScript namelessTls(Device device, String server, int port, int bytes) {
    return connect(device, server, port, HelloBytes.record(HelloBytes.hello(new Bytes())), bytes);
  }

  /** Goes on with a connection that was opened before. */
  public HouseScript midway(Device device, String server, int port, int bytes) {
    int client = port();
    up(device, server, tcp(client, port, ACK, 1_000, new byte[60]));
    return stream(device, server, client, port, bytes);
  }

  /** Sends and gets datagrams. */
  public HouseScript datagrams(Device device, String server, int from, int port, int bytes) {
    up(device, server, udp(from, port, 100));
    for (int left = bytes; left > 0; left -= SEGMENT) {
      down(device, server, udp(port, from, Math.min(left, SEGMENT)));
    }
    return this;
  }

  /** Somebody outside opens a connection to a device and asks for {@code bytes}. */
  public HouseScript visit(Device device, String from, int port, int bytes) {
    int client = port();
    down(device, from, tcp(client, port, SYN, 0, new byte[0]));
    up(device, from, tcp(port, client, SYN | ACK, 0, 1, new byte[0]));
    down(device, from, tcp(client, port, ACK, 1, 1, new byte[0]));
    for (int left = bytes; left > 0; left -= SEGMENT) {
      up(device, from, tcp(port, client, ACK, 1, new byte[Math.min(left, SEGMENT)]));
    }
    return this;
  }

  /** Two devices at home exchange datagrams. */
  public HouseScript atHome(Device from, Device to, int port, int bytes) {
    for (int left = bytes; left > 0; left -= SEGMENT) {
      add(
          ethernet(
              to.mac(),
              from.mac(),
              ipv4(from.address(), to.address(), udp(40_000, port, Math.min(left, SEGMENT)))));
    }
    return this;
  }

  public void write(Path file) throws IOException {
    try (CaptureWriter writer = CaptureWriter.toFile(file, CaptureWriter.Precision.NANOS)) {
      for (Frame frame : frames) {
        writer.write(frame);
      }
      writer.commit();
    }
  }

  private HouseScript connect(Device device, String server, int port, byte[] hello, int bytes) {
    int client = port();
    up(device, server, tcp(client, port, SYN, 0, new byte[0]));
    down(device, server, tcp(port, client, SYN | ACK, 0, 1, new byte[0]));
    up(device, server, tcp(client, port, ACK, 1, 1, new byte[0]));
    up(device, server, tcp(client, port, ACK, 1, 1, hello));
    return stream(device, server, client, port, bytes);
  }

  private HouseScript stream(Device device, String server, int client, int port, int bytes) {
    int sequence = 1;
    for (int left = bytes; left > 0; left -= SEGMENT) {
      int length = Math.min(left, SEGMENT);
      down(device, server, tcp(port, client, ACK, sequence, new byte[length]));
      sequence += length;
    }
    return this;
  }

  private HouseScript up(Device device, String server, Transport transport) {
    return add(ethernet(ROUTER.mac(), device.mac(), ipv4(device.address(), server, transport)));
  }

  private HouseScript down(Device device, String server, Transport transport) {
    return add(ethernet(device.mac(), ROUTER.mac(), ipv4(server, device.address(), transport)));
  }

  private HouseScript add(byte[] frame) {
    long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    frames.add(Frames.captured(frame, nanos));
    return pause(STEP);
  }

  private int port() {
    return nextPort++;
  }
}
