package org.ikisaki.device;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The product in SSDP's field SERVER, {@code OS/version UPnP/version product/version}, unless that
 * is only the library which many products are made with.
 */
final class SsdpProduct {
  private static final Pattern PRODUCT = Pattern.compile("UPnP/[0-9.]+,? +(.+)");
  private static final Pattern VERSION =
      Pattern.compile("[/ ]v?[0-9]+(\\.[0-9a-zA-Z-]+)+.*|/[0-9.]+$");

  private static final Set<String> LIBRARIES =
      Set.of(
          "cling",
          "dial",
          "dlnadoc",
          "gupnp",
          "intel micro stack",
          "ipbridge",
          "libupnp",
          "minidlna",
          "miniupnpd",
          "platinum",
          "portable sdk for upnp devices",
          "upnp",
          "upnp device host",
          "ushare");

  private SsdpProduct() {}

  static @Nullable String of(String server) {
    Matcher product = PRODUCT.matcher(server);
    if (!product.find()) {
      return null;
    }
    String name = VERSION.matcher(product.group(1)).replaceFirst("").strip();
    return LIBRARIES.contains(name.toLowerCase(Locale.ROOT)) ? null : name;
  }
}
