package org.ikisaki.demo;

import com.google.common.base.Splitter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * By what a device of the household gives away what it is, as such devices do.
 *
 * @param vendorClass of its DHCP client (option 60), or empty
 * @param parameters which options its DHCP client asks for (option 55)
 * @param services what it offers by multicast DNS, the one that people choose first
 * @param model in the text records of its services, or empty
 */
record Habitus(String vendorClass, List<Integer> parameters, List<Service> services, String model) {
  /** A type of service and its port. */
  record Service(String type, int port) {}

  private static final Splitter CELLS = Splitter.on('|').trimResults();
  private static final Splitter LIST = Splitter.on(' ').omitEmptyStrings();

  private static final String IOS = "1 121 3 6 15 108 114 119 252";
  private static final String MACOS = IOS + " 95 44 46";
  private static final String ANDROID = "1 3 6 15 26 28 51 58 59 43 114 108";
  private static final String WINDOWS = "1 3 6 15 31 33 43 44 46 47 119 121 249 252";
  private static final String LINUX = "1 28 2 3 15 6 12";

  private static final Habitus PLAIN = of("", "1 3 6 15", "", "");

  private static final Map<String, Habitus> OF_DEVICES =
      """
      anna-iphone     |                     | %1$s |                                       |
      kitchen-ipad    |                     | %1$s |                                       |
      anna-macbook    |                     | %2$s | _companion-link._tcp:49200            | MacBookPro18,3
      ben-pixel       | android-dhcp-14     | %3$s |                                       |
      carla-galaxy    | android-dhcp-13     | %3$s |                                       |
      ben-thinkpad    | MSFT 5.0            | %4$s |                                       |
      carla-laptop    | MSFT 5.0            | %4$s |                                       |
      living-room-tv  | udhcp 1.31          | %5$s | _airplay._tcp:7000                    | QE55Q80
      playstation     | PS4                 | %5$s |                                       |
      speaker         | udhcp 1.24          | %5$s | _sonos._tcp:1443 _spotify-connect._tcp:1400 |
      hue-bridge      | udhcp 1.30          | %5$s | _hue._tcp:443 _hap._tcp:8080          | BSB002
      office-printer  | Hewlett-Packard JetDirect | %5$s | _ipp._tcp:631 _pdl-datastream._tcp:9100 | HP OfficeJet Pro 8710
      nas             | udhcp 1.16          | %5$s | _smb._tcp:445 _adisk._tcp:9           | RackMac
      raspberrypi     | dhcpcd-9.4:Linux-6.1:aarch64 | %5$s | _ssh._tcp:22 _workstation._tcp:9 |
      """
          .formatted(IOS, MACOS, ANDROID, WINDOWS, LINUX)
          .lines()
          .map(CELLS::splitToList)
          .collect(
              Collectors.toUnmodifiableMap(
                  cells -> cells.get(0),
                  cells -> of(cells.get(1), cells.get(2), cells.get(3), cells.get(4))));

  /** That of a device by its name; others give little away. */
  static Habitus of(Device device) {
    return OF_DEVICES.getOrDefault(device.name(), PLAIN);
  }

  private static Habitus of(String vendorClass, String parameters, String services, String model) {
    return new Habitus(
        vendorClass,
        LIST.splitToStream(parameters).map(Integer::valueOf).toList(),
        LIST.splitToStream(services).map(Habitus::service).toList(),
        model);
  }

  private static Service service(String text) {
    int colon = text.indexOf(':');
    return new Service(
        text.substring(0, colon) + ".local", Integer.parseInt(text.substring(colon + 1)));
  }
}
