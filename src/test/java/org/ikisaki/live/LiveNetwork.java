package org.ikisaki.live;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A home with one client behind a router, and the servers out there, which the router's namespace
 * plays too. There is no way out. Confined to one test.
 *
 * <p>The cable between the two is unplugged at first, so that nothing passes before everybody
 * listens.
 */
final class LiveNetwork implements AutoCloseable {
  static final Server YOUTUBE = new Server("www.youtube.com", 10);
  static final Server VIDEO =
      new Server(
          "rr1---sn-ikisaki.googlevideo.com", 20, "rr1.sn-ikisaki.example.net", "a20.example.net");
  static final Server FILES =
      new Server("files.example.com", 30, "files.cdn.example.net", "a30.example.net");
  static final Server PAGE = new Server("page.example.org", 40);
  static final Server ECHO = new Server("echo.example.edu", 50);
  static final Server LATE = new Server("late.example.info", 60);
  static final Server UNNAMED = new Server("", 99);

  private static final List<Server> SERVERS =
      List.of(YOUTUBE, VIDEO, FILES, PAGE, ECHO, LATE, UNNAMED);

  static final String CLIENT_MAC = "02:00:5e:00:53:02";
  static final String CLIENT_IPV4 = "192.168.77.2";
  static final String CLIENT_IPV6 = "2001:db8:77::2";

  /** The router's end of the cable. */
  static final String ROUTER_INTERFACE = "home0";

  private static final String CLIENT_INTERFACE = "eth0";
  private static final String ROUTER_MAC = "02:00:5e:00:53:01";
  private static final String ROUTER_IPV4 = "192.168.77.1";
  private static final String ROUTER_IPV6 = "2001:db8:77::1";
  private static final Duration START = Duration.ofSeconds(20);

  private final Path directory;
  private final Namespace client;
  private final Namespace router;

  /** Whether there is something to remove; an end of the JVM may come to do that, too. */
  private final AtomicBoolean made = new AtomicBoolean();

  LiveNetwork(Path directory) {
    this.directory = directory;
    String unique = "ikisaki-" + ProcessHandle.current().pid();
    client = new Namespace(unique + "-client");
    router = new Namespace(unique + "-router");
  }

  Namespace client() {
    return client;
  }

  Namespace router() {
    return router;
  }

  /** Makes the network and waits until all servers serve. */
  void start() throws IOException {
    made.set(true);
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    for (Namespace host : List.of(client, router)) {
      host.create();
      host.resolveBy(ROUTER_IPV4, directory);
    }
    connect();
    startResolver();
    startTlsServer();
    startPlainServer();
    await("all servers serve")
        .atMost(START)
        .ignoreExceptionsInstanceOf(IllegalStateException.class)
        .until(this::isServing);
  }

  private void connect() {
    router.ip(
        "link add %s address %s type veth peer name %s netns %s address %s"
            .formatted(ROUTER_INTERFACE, ROUTER_MAC, CLIENT_INTERFACE, client.name(), CLIENT_MAC));
    // Duplicate address detection would keep IPv6 back for a second or two.
    router.ip("address add " + ROUTER_IPV4 + "/24 dev " + ROUTER_INTERFACE);
    router.ip("address add " + ROUTER_IPV6 + "/64 dev " + ROUTER_INTERFACE + " nodad");
    client.ip("address add " + CLIENT_IPV4 + "/24 dev " + CLIENT_INTERFACE);
    client.ip("address add " + CLIENT_IPV6 + "/64 dev " + CLIENT_INTERFACE + " nodad");
    for (Server server : SERVERS) {
      router.ip("address add " + server.ipv4() + "/32 dev lo");
      router.ip("address add " + server.ipv6() + "/128 dev lo");
    }
    router.ip("link set " + ROUTER_INTERFACE + " up");
  }

  private void startResolver() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--pid-file"));
    command.addAll(List.of("--user=root", "--log-facility=-", "--no-resolv", "--no-hosts"));
    command.addAll(List.of("--bind-interfaces", "--listen-address=" + ROUTER_IPV4));
    for (Server server : SERVERS) {
      String name = server.name();
      for (String alias : server.aliases()) {
        command.add("--cname=" + name + "," + alias);
        name = alias;
      }
      if (!name.isEmpty()) {
        command.add("--host-record=" + name + "," + server.ipv4() + "," + server.ipv6());
      }
    }
    serve("dnsmasq", command);
  }

  private void startTlsServer() throws IOException {
    Files.write(directory.resolve("small"), new byte[20_000]);
    Files.write(directory.resolve("large"), new byte[300_000]);
    Privileged.run(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=test",
        "-addext",
        "subjectAltName=DNS:" + YOUTUBE.name() + ",DNS:" + VIDEO.name(),
        "-keyout",
        directory.resolve("key.pem").toString(),
        "-out",
        certificate());
    serve(
        "openssl",
        List.of(
            "openssl",
            "s_server",
            "-accept",
            "443",
            "-WWW",
            "-cert",
            "cert.pem",
            "-key",
            "key.pem"));
  }

  private void startPlainServer() throws IOException {
    serve(
        "plain",
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            PlainServer.class.getName(),
            ECHO.ipv4(),
            ECHO.ipv6()));
  }

  private void serve(String log, List<String> command) throws IOException {
    Path output = directory.resolve(log + ".log");
    Privileged.start(router.inside(command), directory, output, output);
  }

  /** Whether the servers answer the router itself, which takes no frame on the cable. */
  private boolean isServing() {
    fetch(router, 4, "https://" + YOUTUBE.name() + "/small");
    fetch(router, 6, "https://" + YOUTUBE.name() + "/small");
    fetch(router, 4, "http://" + PAGE.name() + "/");
    return true;
  }

  /** Connects client and router, and waits until the client has a way to the servers. */
  void plugIn() {
    client.ip("link set " + CLIENT_INTERFACE + " up");
    client.ip("route add default via " + ROUTER_IPV4);
    client.ip("-6 route add default via " + ROUTER_IPV6);
    await("routes of the client")
        .atMost(START)
        .ignoreExceptionsInstanceOf(IllegalStateException.class)
        .until(() -> hasRoute(UNNAMED.ipv4()) && hasRoute(UNNAMED.ipv6()));
  }

  private boolean hasRoute(String address) {
    return client.ip("route get " + address).contains(CLIENT_INTERFACE);
  }

  /** From now on no frame passes. */
  void unplug() {
    client.ip("link set " + CLIENT_INTERFACE + " down");
  }

  /** Has the client fetch a URL over one version of IP; names in it are resolved. */
  void fetch(int ipVersion, String url) {
    fetch(client, ipVersion, url);
  }

  private void fetch(Namespace from, int ipVersion, String url) {
    from.run(
        "curl",
        "-" + ipVersion,
        "--silent",
        "--show-error",
        "--fail",
        "--globoff",
        "--max-time",
        "15",
        "--cacert",
        certificate(),
        "--output",
        "/dev/null",
        url);
  }

  /** Has the client send a datagram to a host and wait for its echo. */
  void echo(String host) {
    String script =
        "exec 3<>/dev/udp/%s/%d && echo hello >&3 && head -c 1 <&3"
            .formatted(host, PlainServer.ECHO_PORT);
    client.run("timeout", "15", "bash", "-c", script);
  }

  LinkCounters counters() {
    return LinkCounters.read(router, ROUTER_INTERFACE);
  }

  private String certificate() {
    return directory.resolve("cert.pem").toString();
  }

  @Override
  public void close() {
    if (made.getAndSet(false)) {
      client.remove();
      router.remove();
    }
  }
}
