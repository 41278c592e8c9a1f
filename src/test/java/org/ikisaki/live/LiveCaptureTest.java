package org.ikisaki.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.ikisaki.live.LiveNetwork.CLIENT_IPV4;
import static org.ikisaki.live.LiveNetwork.CLIENT_IPV6;
import static org.ikisaki.live.LiveNetwork.CLIENT_MAC;
import static org.ikisaki.live.LiveNetwork.ECHO;
import static org.ikisaki.live.LiveNetwork.FILES;
import static org.ikisaki.live.LiveNetwork.LATE;
import static org.ikisaki.live.LiveNetwork.PAGE;
import static org.ikisaki.live.LiveNetwork.ROUTER_INTERFACE;
import static org.ikisaki.live.LiveNetwork.UNNAMED;
import static org.ikisaki.live.LiveNetwork.VIDEO;
import static org.ikisaki.live.LiveNetwork.YOUTUBE;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.ikisaki.live.Witness.Testimony;
import org.ikisaki.live.Witness.Volume;
import org.ikisaki.store.Counters;
import org.ikisaki.store.ExportView;
import org.ikisaki.store.IntervalPoints.ServicePoint;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.store.StoreReader;
import org.ikisaki.store.StoreReader.EndpointRow;
import org.ikisaki.store.StoreReader.EvidenceRow;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The product on a real cable of a small network, from frames to rows. It listens once, while the
 * client fetches from every server; the tests then look at what it kept.
 */
@ExtendWith(NeedsNamespaces.class)
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(90)
class LiveCaptureTest {
  private static final Duration FIRST_INTERVALS = Duration.ofSeconds(30);
  private static final List<String> SERVICES =
      List.of("YouTube", "example.com", "example.org", "example.edu", "(unnamed)");
  private static final Instant FOREVER = Instant.parse("2200-01-01T00:00:00Z");

  private LiveNetwork network;
  private Path store;
  private Testimony testimony;
  private LinkCounters passed;
  private String terminal;
  private int status;

  @BeforeAll
  void listen(@TempDir(factory = PublicDirectory.class) Path directory) throws IOException {
    network = new LiveNetwork(directory);
    network.start();
    Product product = new Product(directory);
    store = product.store();
    Witness witness = Witness.listen(network.router(), ROUTER_INTERFACE, directory);
    Product.Running running = product.listen(network.router(), ROUTER_INTERFACE);
    LinkCounters before = network.counters();
    network.plugIn();
    makeTraffic();
    await("the services on the terminal")
        .atMost(FIRST_INTERVALS)
        .until(() -> SERVICES.stream().allMatch(running.out()::contains));
    terminal = running.out();
    network.fetch(4, "gopher://" + LATE.name() + "/0file");
    network.unplug();
    status = running.stop();
    passed = network.counters().minus(before);
    testimony = witness.stop();
  }

  private void makeTraffic() {
    for (int ipVersion : List.of(4, 6)) {
      network.fetch(ipVersion, "https://" + YOUTUBE.name() + "/small");
      network.fetch(ipVersion, "https://" + VIDEO.name() + "/large");
      network.fetch(ipVersion, "gopher://" + FILES.name() + "/0file");
      network.fetch(ipVersion, "http://" + PAGE.name() + "/");
    }
    network.fetch(4, "gopher://" + UNNAMED.ipv4() + "/0file");
    network.fetch(6, "gopher://[" + UNNAMED.ipv6() + "]/0file");
    network.echo(ECHO.name());
  }

  @AfterAll
  void remove() {
    network.close();
  }

  static List<Arguments> namedServers() {
    return List.of(
        arguments(YOUTUBE, "sni", "YouTube"),
        arguments(VIDEO, "sni", "YouTube"),
        arguments(FILES, "dns", "example.com"),
        arguments(PAGE, "http", "example.org"),
        arguments(ECHO, "dns", "example.edu"),
        arguments(LATE, "dns", "example.info"));
  }

  @ParameterizedTest
  @MethodSource("namedServers")
  void aServerHasItsNameTheEvidenceForItAndItsService(
      Server server, String evidence, String service) throws IOException {
    assertThat(endpoints(server.name()))
        .isNotEmpty()
        .allSatisfy(
            row -> {
              assertThat(row.evidence()).isEqualTo(evidence);
              assertThat(row.service()).isEqualTo(service);
            });
  }

  @ParameterizedTest
  @MethodSource("namedServers")
  void itsBytesAndPacketsAreThoseThatTcpdumpHeard(Server server) throws IOException {
    assertThat(endpoints(server.name()))
        .extracting(EndpointRow::counters)
        .containsExactlyInAnyOrderElementsOf(
            server.addresses().stream().filter(testimony::mentions).map(this::heard).toList());
  }

  @Test
  void anAddressThatNothingNamedIsUnnamed() throws IOException {
    for (String address : UNNAMED.addresses()) {
      EndpointRow row = endpoints(address).get(0);
      assertThat(endpoints(address)).hasSize(1);
      assertThat(row.host()).isNull();
      assertThat(row.evidence()).isNull();
      assertThat(row.address()).isEqualTo(address);
      assertThat(row.service()).isEqualTo("(unnamed)");
      assertThat(row.counters()).isEqualTo(heard(address));
    }
  }

  @Test
  void theNameThatWasAskedForIsKeptThroughAliases() throws IOException {
    for (Server server : List.of(VIDEO, FILES)) {
      for (String address : server.addresses()) {
        assertThat(evidence(address))
            .filteredOn(row -> row.source().equals("dns"))
            .extracting(EvidenceRow::device, EvidenceRow::host)
            .containsExactly(tuple(CLIENT_MAC, server.name()));
      }
    }
  }

  @Test
  void theClientIsOneDeviceWithBothItsAddresses() throws Exception {
    assertThat(devicesOf("YouTube")).containsOnly("private 53:02");
    assertThat(addressesOf(CLIENT_MAC)).contains(CLIENT_IPV4, CLIENT_IPV6);
  }

  @Test
  void framesAndTheirBytesAreThoseThatTheKernelCounted() throws IOException {
    CaptureStats captured = captured();
    assertThat(captured.frames()).isEqualTo(passed.frames()).isPositive();
    assertThat(captured.frameBytes()).isEqualTo(passed.bytes());
    assertThat(captured.droppedByKernel() + captured.droppedByInterface()).isZero();
    assertThat(captured.undecoded()).isZero();
  }

  @Test
  void everyIpByteIsInARow() throws IOException {
    long heard = testimony.from().values().stream().mapToLong(Volume::bytes).sum();
    assertThat(captured().ipBytes()).isEqualTo(heard);
    try (StoreReader reader = StoreReader.open(store)) {
      assertThat(reader.total(Instant.EPOCH, FOREVER).bytes()).isEqualTo(heard);
    }
  }

  @Test
  void theTerminalShowsTheServicesWithTheirBytes() {
    assertThat(SERVICES)
        .allSatisfy(
            service ->
                assertThat(terminal)
                    .containsPattern(
                        Pattern.quote(service) + " +[0-9.]+ k?B down +[0-9.]+ k?B up"));
  }

  @Test
  void aSignalEndsItInOrder() {
    // What a JVM says that was ended by SIGTERM, and systemd expects.
    assertThat(status).isEqualTo(128 + 15);
  }

  private Counters heard(String address) {
    Volume down = testimony.from(address);
    Volume up = testimony.to(address);
    return new Counters(down.bytes(), up.bytes(), down.packets(), up.packets(), 1);
  }

  private CaptureStats captured() throws IOException {
    try (StoreReader reader = StoreReader.open(store)) {
      return reader.captureTotal(Instant.EPOCH, FOREVER);
    }
  }

  private List<EndpointRow> endpoints(String hostOrAddress) throws IOException {
    try (StoreReader reader = StoreReader.open(store)) {
      return reader.endpoints(hostOrAddress);
    }
  }

  private List<EvidenceRow> evidence(String hostOrAddress) throws IOException {
    try (StoreReader reader = StoreReader.open(store)) {
      return reader.evidence(hostOrAddress);
    }
  }

  private List<String> devicesOf(String service) throws IOException {
    try (StoreReader reader = StoreReader.open(store)) {
      List<String> devices = new ArrayList<>();
      for (ExportView.Change change : reader.exports().after(0, Integer.MAX_VALUE)) {
        reader.interval(change.time()).services().stream()
            .filter(point -> point.service().equals(service))
            .map(ServicePoint::device)
            .forEach(devices::add);
      }
      return devices;
    }
  }

  private List<String> addressesOf(String device) throws SQLException, IOException {
    List<String> addresses = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT address FROM device_address a JOIN device d ON d.id = a.device"
                    + " WHERE key = ?")) {
      query.setString(1, device);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          addresses.add(IpAddress.of(InetAddress.getByAddress(rows.getBytes(1))).toString());
        }
      }
    }
    return addresses;
  }
}
