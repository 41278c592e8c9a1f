package org.ikisaki.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.PcapAddress;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface;
import org.pcap4j.core.Pcaps;

/** The interfaces that can be captured on. */
public final class Interfaces {
  private static final Path IPV4_ROUTES = Path.of("/proc/self/net/route");
  private static final Path IPV6_ROUTES = Path.of("/proc/self/net/ipv6_route");

  private Interfaces() {}

  /**
   * An interface.
   *
   * @param description libpcap's, if it has one
   */
  public record Interface(
      String name,
      List<IpAddress> addresses,
      boolean up,
      boolean loopback,
      @Nullable String description) {}

  /**
   * All of them, in libpcap's order: the likeliest first.
   *
   * @throws IOException with the remedy, if libpcap is missing or fails
   */
  public static List<Interface> list() throws IOException {
    try {
      return Pcaps.findAllDevs().stream().map(Interfaces::of).toList();
    } catch (PcapNativeException e) {
      throw new IOException("can't list the network interfaces: " + e.getMessage(), e);
    } catch (LinkageError e) {
      throw CaptureFailure.noLibrary(e);
    }
  }

  /**
   * The interface of the default route, IPv4's if there is one: that to the Internet.
   *
   * @throws IOException with the names there are, if there is no default route or none can be told
   */
  public static String ofDefaultRoute() throws IOException {
    String name = DefaultRoute.find(lines(IPV4_ROUTES), lines(IPV6_ROUTES));
    if (name == null) {
      throw new IOException(
          "there is no default route to tell the interface by: set capture.interface to one of "
              + names());
    }
    return name;
  }

  /** Their names for a message, so that the user can pick one. */
  static String names() throws IOException {
    return list().stream().map(Interface::name).collect(Collectors.joining(", "));
  }

  private static Interface of(PcapNetworkInterface device) {
    List<IpAddress> addresses =
        device.getAddresses().stream()
            .map(PcapAddress::getAddress)
            .filter(address -> address != null)
            .map(IpAddress::of)
            .toList();
    return new Interface(
        device.getName(), addresses, device.isUp(), device.isLoopBack(), device.getDescription());
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
  }
}
