package org.ikisaki.live;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.wire.IpAddress;

/**
 * A second listener beside the product: tcpdump, whose frames are summed by what their IP headers
 * say of lengths and addresses. None of the product's decoders is used.
 */
final class Witness {
  private static final Duration START = Duration.ofSeconds(20);

  /** Enough for an IP header of either version. */
  private static final int SNAPSHOT_LENGTH = 64;

  private static final int FILE_HEADER = 24;
  private static final int RECORD_CAPTURED_LENGTH = 8;
  private static final int RECORD_HEADER = 16;
  private static final int ETHERNET_TYPE = 12;
  private static final int ETHERNET_HEADER = 14;
  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86dd;

  private final Process process;
  private final Path capture;

  private Witness(Process process, Path capture) {
    this.process = process;
    this.capture = capture;
  }

  static Witness listen(Namespace namespace, String networkInterface, Path directory)
      throws IOException {
    Path capture = directory.resolve("witness.pcap");
    Path err = directory.resolve("witness.log");
    // Through standard output: tcpdump gives up the rights to write into most directories.
    List<String> command =
        List.of(
            "tcpdump",
            "--interface=" + networkInterface,
            "--snapshot-length=" + SNAPSHOT_LENGTH,
            "--immediate-mode",
            "--packet-buffered",
            "-w",
            "-");
    Process process = Privileged.start(namespace.inside(command), directory, capture, err);
    await("tcpdump listens, see " + err)
        .atMost(START)
        .failFast(() -> !process.isAlive())
        .until(() -> Files.readString(err).contains("listening on"));
    return new Witness(process, capture);
  }

  /** Ends it, and gives what it heard. */
  Testimony stop() throws IOException {
    Privileged.terminate(process);
    return read(Files.readAllBytes(capture));
  }

  private static Testimony read(byte[] file) throws IOException {
    Testimony testimony = new Testimony(new HashMap<>(), new HashMap<>());
    ByteBuffer records = ByteBuffer.wrap(file).order(ByteOrder.nativeOrder());
    int next = FILE_HEADER;
    while (next < file.length) {
      int length = records.getInt(next + RECORD_CAPTURED_LENGTH);
      testimony.add(ByteBuffer.wrap(file, next + RECORD_HEADER, length).slice());
      next += RECORD_HEADER + length;
    }
    return testimony;
  }

  /** IP bytes and packets by sender and by receiver. */
  record Testimony(Map<IpAddress, Volume> from, Map<IpAddress, Volume> to) {
    boolean mentions(String address) {
      return !from(address).equals(Volume.NONE) || !to(address).equals(Volume.NONE);
    }

    Volume from(String address) {
      return from.getOrDefault(IpAddress.parse(address), Volume.NONE);
    }

    Volume to(String address) {
      return to.getOrDefault(IpAddress.parse(address), Volume.NONE);
    }

    private void add(ByteBuffer frame) throws IOException {
      int type = Short.toUnsignedInt(frame.getShort(ETHERNET_TYPE));
      ByteBuffer ip = frame.slice(ETHERNET_HEADER, frame.remaining() - ETHERNET_HEADER);
      if (type == IPV4) {
        add(ip, Short.toUnsignedInt(ip.getShort(2)), 12, 4);
      } else if (type == IPV6) {
        add(ip, 40 + Short.toUnsignedInt(ip.getShort(4)), 8, 16);
      }
    }

    private void add(ByteBuffer ip, int length, int sourceOffset, int addressLength)
        throws IOException {
      Volume volume = new Volume(1, length);
      from.merge(address(ip, sourceOffset, addressLength), volume, Volume::plus);
      to.merge(address(ip, sourceOffset + addressLength, addressLength), volume, Volume::plus);
    }

    private static IpAddress address(ByteBuffer ip, int offset, int length) throws IOException {
      byte[] address = new byte[length];
      ip.get(offset, address);
      return IpAddress.of(InetAddress.getByAddress(address));
    }
  }

  /** Packets and their IP bytes. */
  record Volume(long packets, long bytes) {
    static final Volume NONE = new Volume(0, 0);

    Volume plus(Volume other) {
      return new Volume(packets + other.packets, bytes + other.bytes);
    }
  }
}
