package org.ikisaki.geo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which proxy leads to an address. */
class ProxiesTest {
  private static final URI PLAIN = URI.create("http://places.example/a");
  private static final URI SECURE = URI.create("https://places.example/a");

  @Test
  void withoutAnyThereIsNone() {
    assertThat(new Proxies(null, Map.of()).towards(SECURE)).isEqualTo(Proxy.NO_PROXY);
  }

  @Test
  void theEnvironmentNamesOneForEachScheme() {
    Proxies proxies =
        new Proxies(
            null, Map.of("http_proxy", "http://192.0.2.1:3128", "HTTPS_PROXY", "192.0.2.2:8080"));
    assertThat(proxies.towards(PLAIN)).isEqualTo(http("192.0.2.1", 3128));
    assertThat(proxies.towards(SECURE)).isEqualTo(http("192.0.2.2", 8080));
  }

  @Test
  void theOneForAllServesWhereNoneIsNamed() {
    Proxies proxies = new Proxies(null, Map.of("all_proxy", "http://192.0.2.3"));
    assertThat(proxies.towards(PLAIN)).isEqualTo(http("192.0.2.3", 1080));
  }

  @Test
  void whatAWebServersVisitorMaySetIsNotBelieved() {
    assertThat(new Proxies(null, Map.of("HTTP_PROXY", "192.0.2.1:1")).towards(PLAIN))
        .isEqualTo(Proxy.NO_PROXY);
  }

  @Test
  void exceptionsAreReachedDirectly() {
    for (String exception : new String[] {"*", "a.test, places.example", ".example", "*.example"}) {
      Proxies proxies =
          new Proxies(null, Map.of("https_proxy", "192.0.2.1:1", "no_proxy", exception));
      assertThat(proxies.towards(SECURE)).as(exception).isEqualTo(Proxy.NO_PROXY);
    }
    Proxies proxies = new Proxies(null, Map.of("https_proxy", "192.0.2.1:1", "no_proxy", "ample,"));
    assertThat(proxies.towards(SECURE)).isEqualTo(http("192.0.2.1", 1));
  }

  @Test
  void theConfigurationComesFirst() {
    Proxies proxies =
        new Proxies(
            URI.create("http://192.0.2.9:9"),
            Map.of("https_proxy", "192.0.2.1:1", "no_proxy", "*"));
    assertThat(proxies.towards(SECURE)).isEqualTo(http("192.0.2.9", 9));
  }

  @Test
  void whatIsNoProxyIsNone() {
    assertThat(Proxies.parse("socks5://192.0.2.1:1")).isNull();
    assertThat(Proxies.parse("http://")).isNull();
    assertThat(Proxies.parse("not a proxy")).isNull();
  }

  private static Proxy http(String host, int port) {
    return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(host, port));
  }
}
