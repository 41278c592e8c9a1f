package org.ikisaki.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.ikisaki.cli.Commands.Result;
import org.ikisaki.testing.Frames;
import org.ikisaki.wire.Bytes;
import org.ikisaki.wire.HelloBytes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names from the wire that would steer a terminal, a log or a parser. */
class HostileNamesTest {
  private static final String DEVICE = "02:00:00:00:00:01";
  private static final String ROUTER = "02:00:00:00:00:fe";
  private static final String CLIENT = "192.168.1.2";
  private static final String RESOLVER = "192.168.1.1";

  @TempDir private static Path directory;
  private static Commands commands;
  private static Path capture;

  /** Labels as DNS may carry them: any bytes. */
  private static List<byte[]> labels() {
    List<byte[]> labels = new ArrayList<>();
    for (String text :
        List.of(
            "\u001b[31mred",
            "\u001b]0;title\u0007",
            "two\nlines",
            "cr\rlf",
            "nul\0",
            "quote\"s'",
            "back\\slash",
            "<script>alert(1)</script>",
            "\u202egnp.exe",
            "\u2066iso\u2069",
            "\u009b31m",
            "\u2028para\u2029",
            "\u200bzero",
            "comma,equals= space",
            "$(reboot)`x`",
            "'; DROP TABLE traffic; --",
            "%s%n%x",
            "日本語",
            "\u007f\u0008\u0008")) {
      labels.add(text.getBytes(UTF_8));
    }
    Random random = new Random(1);
    for (int i = 0; i < 60; i++) {
      byte[] label = new byte[1 + random.nextInt(20)];
      random.nextBytes(label);
      label[0] = (byte) random.nextInt(' ');
      labels.add(label);
    }
    return labels;
  }

  @BeforeAll
  static void capture() throws IOException {
    commands = Commands.in(directory);
    List<byte[]> frames = new ArrayList<>();
    int id = 0;
    for (byte[] label : labels()) {
      id++;
      String server = "203.0.113." + id;
      int port = 20_000 + id;
      Bytes question =
          new Bytes().vector(1, new Bytes().add(label)).name("example.com").u16(1).u16(1);
      frames.add(up(RESOLVER, Frames.udp(port, 53, dns(id, 0x0100, 0).add(question).array())));
      frames.add(
          down(
              RESOLVER,
              Frames.udp(
                  53,
                  port,
                  dns(id, 0x8180, 1)
                      .add(question)
                      .u16(0xc00c)
                      .u16(1)
                      .u16(1)
                      .u32(300)
                      .u16(4)
                      .add(new byte[] {(byte) 203, 0, 113, (byte) id})
                      .array())));
      frames.add(up(server, Frames.tcp(port, 443, Frames.SYN, 0)));
      byte[] hello = HelloBytes.hello(HelloBytes.serverName(new String(label, ISO_8859_1)));
      frames.add(up(server, Frames.tcp(port, 443, Frames.ACK, 1, HelloBytes.record(hello))));
    }
    capture = directory.resolve("hostile.pcap");
    Households.write(capture, frames);
    Result result =
        commands.run(
            "replay", capture, "--store", directory.resolve("store.db"), "--flows", flows());
    assertThat(result.status()).as(result.err()).isZero();
    assertHarmless(result.out() + result.err());
  }

  @Test
  void everyOneOfThemNamesAHost() {
    Result hosts = top("--by", "host", "--json");
    assertThat(hosts.lines("rows", "name").keySet())
        .filteredOn(name -> name.endsWith(".example.com"))
        .hasSize(labels().size())
        .anyMatch(name -> name.startsWith("\\027\\091"))
        .allMatch(name -> name.matches("([a-z0-9_-]|\\\\[0-2][0-9][0-9])+\\.example\\.com"));
  }

  @Test
  void noCommandPrintsThemRaw() {
    for (String by : List.of("host", "service", "device")) {
      assertHarmless(top("--by", by).out());
      assertHarmless(top("--by", by, "--json").out());
    }
    assertHarmless(commands.run("replay", capture).out());
    assertHarmless(commands.run("replay", capture, "--json").out());
  }

  @Test
  void theyCanBeExplainedByTheNameThatIsShown() {
    top("--by", "host", "--json").lines("rows", "name").keySet().stream()
        .limit(8)
        .forEach(
            host -> {
              assertHarmless(commands.run("explain", host).out());
              JsonObject json = commands.run("explain", host, "--json").json();
              assertThat(json.getAsJsonArray("endpoints")).as(host).isNotEmpty();
            });
  }

  @Test
  void flowsAreLinesOfJson() throws IOException {
    String text = Files.readString(flows());
    assertHarmless(text);
    assertThat(text.lines())
        .allSatisfy(line -> assertThat(JsonParser.parseString(line).isJsonObject()).isTrue());
  }

  private static Path flows() {
    return directory.resolve("flows.jsonl");
  }

  private static Result top(String... options) {
    List<Object> all = new ArrayList<>(List.of("top", "-n", 1_000));
    all.addAll(List.of(options));
    all.addAll(List.of("--from", Households.START, "--to", Households.START.plusSeconds(3600)));
    return commands.run(all.toArray());
  }

  private static void assertHarmless(String text) {
    assertThat(text.codePoints().filter(c -> c != '\n'))
        .noneMatch(Text::isHarmful)
        .allMatch(c -> c < 0x7f || c == '…');
  }

  private static byte[] up(String to, Frames.Transport transport) {
    return Frames.ethernet(ROUTER, DEVICE, Frames.ipv4(CLIENT, to, transport));
  }

  private static byte[] down(String from, Frames.Transport transport) {
    return Frames.ethernet(DEVICE, ROUTER, Frames.ipv4(from, CLIENT, transport));
  }

  private static Bytes dns(int id, int flags, int answers) {
    return new Bytes().u16(id).u16(flags).u16(1).u16(answers).u32(0);
  }
}
