package org.ikisaki.daemon;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ikisaki.capture.CaptureSettings;
import org.ikisaki.capture.FrameSource;
import org.ikisaki.capture.Interfaces;
import org.ikisaki.capture.PcapSource;
import org.ikisaki.capture.Savefile;
import org.ikisaki.flow.Prefix;

/** Opens what the user named. */
public final class Inputs {
  private static final String STANDARD_INPUT = "-";

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
        inputs.add(new Input(PcapSource.open(name, settings), networks(name)));
      }
      return inputs;
    } catch (IOException e) {
      for (Input input : inputs) {
        input.source().close();
      }
      throw e;
    }
  }

  /** A savefile, or standard input where {@code name} is {@code -}. */
  public static FrameSource savefile(String name) throws IOException {
    return name.equals(STANDARD_INPUT)
        ? Savefile.of(STANDARD_INPUT, new FileInputStream(FileDescriptor.in).getChannel())
        : Savefile.open(Path.of(name));
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
}
