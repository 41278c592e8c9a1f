package org.ikisaki.daemon;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ikisaki.capture.CaptureSettings;
import org.ikisaki.capture.FrameSource;
import org.ikisaki.capture.Interfaces;
import org.ikisaki.capture.LiveSource;
import org.ikisaki.pipeline.Station;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.MacAddress;
import org.ikisaki.wire.Prefix;

/** Opens what the user named. */
public final class Inputs {
  private static final String ETHERNET_ADDRESS = "[0-9a-f]{2}(:[0-9a-f]{2}){5}";
  private static final String LOOPBACK_ADDRESS = "00:00:00:00:00:00";

  private Inputs() {}

  /**
   * The interfaces of the settings, or that of the default route.
   *
   * @throws IOException with the remedy, if one can't be captured on; none is left open then
   */
  public static List<Input> live(CaptureSettings settings) throws IOException {
    List<String> names =
        settings.interfaces().isEmpty()
            ? List.of(Interfaces.ofDefaultRoute())
            : settings.interfaces();
    List<Input> inputs = new ArrayList<>();
    try {
      for (String name : names) {
        for (FrameSource source : LiveSource.open(name, settings)) {
          inputs.add(new Input(source, networks(name), station(name)));
        }
      }
      return inputs;
    } catch (IOException e) {
      for (Input input : inputs) {
        input.source().close();
      }
      throw e;
    }
  }

  /** The networks of an interface; an address without a network says nothing about home. */
  private static List<Prefix> networks(String name) throws IOException {
    NetworkInterface networkInterface = NetworkInterface.getByName(name);
    return networkInterface == null
        ? List.of()
        : networkInterface.getInterfaceAddresses().stream()
            .map(a -> Prefix.of(a.getAddress(), a.getNetworkPrefixLength()))
            .toList();
  }

  private static Station station(String name) throws IOException {
    // Java knows no interface without an IP address, as that of a mirror port often is.
    Path address = Path.of("/sys/class/net", name, "address");
    String mac = Files.isReadable(address) ? Files.readString(address).strip() : "";
    return !mac.matches(ETHERNET_ADDRESS) || mac.equals(LOOPBACK_ADDRESS)
        ? Station.NONE
        : new Station(
            MacAddress.parse(mac),
            NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .map(IpAddress::of)
                .toList());
  }
}
