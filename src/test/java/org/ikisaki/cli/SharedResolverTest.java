package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.ikisaki.testing.HouseScript;
import org.ikisaki.testing.HouseScript.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether one device asks for the whole house is told from what is heard at the router. */
class SharedResolverTest {
  private static final String UPSTREAM = "203.0.113.253";
  private static final Device PIHOLE = new Device(2);
  private static final Device[] OTHERS = {new Device(5), new Device(6), new Device(7)};

  private final Path directory;
  private final Commands commands;
  private final HouseScript house = new HouseScript(Households.START);

  SharedResolverTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    commands = Commands.in(directory);
  }

  @Test
  void aResolverAtHomeIsFoundOutAndItsAnswersNameWhatOthersConnectTo() throws IOException {
    askAndConnect(PIHOLE, 30);
    house.pause(Duration.ofSeconds(20));
    house.lookupAt(UPSTREAM, PIHOLE, "late.example.com", "203.0.113.200");
    house.namelessTls(OTHERS[0], "203.0.113.200", 443, 5_000);
    replay();

    JsonObject explained = commands.run("explain", "203.0.113.200", "--json").json();

    assertThat(explained.get("shared_resolver").getAsString()).isEqualTo(PIHOLE.mac());
    JsonObject endpoint = explained.getAsJsonArray("endpoints").get(0).getAsJsonObject();
    assertThat(endpoint.get("host").getAsString()).isEqualTo("late.example.com");
    assertThat(endpoint.get("evidence").getAsString()).isEqualTo("dns-shared");
    assertThat(commands.run("explain", OTHERS[0].mac(), "203.0.113.200:443/tcp").out())
        .contains("by a DNS answer to the resolver that asks for the whole house")
        .containsPattern("(?m)^private 00:02: asks DNS questions for the whole house, since ")
        .containsPattern("late.example.com .* wins");
  }

  @Test
  void oneDeviceThatAsksForItselfWhileOthersAskEncryptedIsNone() throws IOException {
    for (int i = 0; i < 30; i++) {
      house.lookupAt(UPSTREAM, PIHOLE, "host" + i + ".example.com", "203.0.113." + (100 + i));
      house.namelessTls(OTHERS[i % 3], "198.51.100." + (100 + i), 443, 3_000);
      house.pause(Duration.ofSeconds(2));
    }
    replay();
    assertThat(nobodyAsksForAll()).isTrue();
  }

  @Test
  void whereEachAsksForItselfThereIsNone() throws IOException {
    for (int i = 0; i < 30; i++) {
      Device device = OTHERS[i % 3];
      house.lookup(device, "host" + i + ".example.com", "203.0.113." + (100 + i));
      house.tls(device, "203.0.113." + (100 + i), 443, "host" + i + ".example.com", 3_000);
      house.pause(Duration.ofSeconds(2));
    }
    replay();
    assertThat(nobodyAsksForAll()).isTrue();
  }

  /** Each name is asked for by one, and connected to by another. */
  private void askAndConnect(Device asker, int times) {
    for (int i = 0; i < times; i++) {
      house.lookupAt(UPSTREAM, asker, "host" + i + ".example.com", "203.0.113." + (100 + i));
      house.namelessTls(OTHERS[i % 3], "203.0.113." + (100 + i), 443, 3_000);
      house.pause(Duration.ofSeconds(2));
    }
  }

  private void replay() throws IOException {
    Path capture = directory.resolve("house.pcap");
    house.write(capture);
    assertThat(commands.run("replay", capture, "--store", directory.resolve("store.db")).status())
        .isZero();
  }

  private boolean nobodyAsksForAll() {
    return commands
        .run("explain", "203.0.113.100", "--json")
        .json()
        .get("shared_resolver")
        .isJsonNull();
  }
}
