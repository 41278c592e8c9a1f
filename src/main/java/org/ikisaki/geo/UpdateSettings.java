package org.ikisaki.geo;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.YearMonth;
import org.ikisaki.config.Node;
import org.jspecify.annotations.Nullable;

/**
 * The settings under {@code geo.update}.
 *
 * @param enabled whether databases are fetched at all
 * @param url where from: {kind} stands for asn or country, {month} for one such as 2026-11
 * @param proxy the HTTP proxy to go through; null is whichever the environment names
 */
public record UpdateSettings(boolean enabled, String url, @Nullable URI proxy) {
  static final UpdateSettings OFF =
      new UpdateSettings(
          false, "https://download.db-ip.com/free/dbip-{kind}-lite-{month}.mmdb.gz", null);

  static UpdateSettings from(Node node) {
    node.allowOnly("enabled", "url", "proxy");
    UpdateSettings settings =
        new UpdateSettings(
            node.get("enabled").bool(OFF.enabled),
            node.get("url").string(OFF.url),
            proxy(node.get("proxy")));
    if (!isHttp(settings.url.replace("{kind}", "asn").replace("{month}", "2026-11"))) {
      node.get("url")
          .problem("geo.update.url must be an http or https address, with {kind} and {month}");
      return OFF;
    }
    return settings;
  }

  URI address(DatabaseKind kind, YearMonth month) {
    return URI.create(url.replace("{kind}", kind.word()).replace("{month}", month.toString()));
  }

  private static @Nullable URI proxy(Node node) {
    String text = node.string("");
    if (text.isEmpty()) {
      return null;
    }
    URI proxy = Proxies.parse(text);
    if (proxy == null) {
      node.problem("geo.update.proxy must be like http://proxy.example:3128");
    }
    return proxy;
  }

  private static boolean isHttp(String text) {
    try {
      URI uri = new URI(text);
      return uri.getHost() != null
          && ("http".equalsIgnoreCase(uri.getScheme())
              || "https".equalsIgnoreCase(uri.getScheme()));
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
