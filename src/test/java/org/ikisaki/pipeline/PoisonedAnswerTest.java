package org.ikisaki.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ikisaki.testing.Frames.ethernet;
import static org.ikisaki.testing.Frames.ipv4;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.ikisaki.flow.FlowUpdate;
import org.ikisaki.geo.Places;
import org.ikisaki.naming.Named;
import org.ikisaki.naming.Names;
import org.ikisaki.service.RuleSet;
import org.ikisaki.testing.Frames;
import org.ikisaki.wire.DnsBytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What an attacker at home or a hostile zone says of an address mislabels nobody else's traffic.
 */
final class PoisonedAnswerTest {
  private static final Instant T = Instant.parse("2026-11-01T12:00:00Z");
  private static final String ROUTER = "02:00:00:00:00:01";
  private static final String RESOLVER = "192.168.1.1";
  private static final String BANK = "198.51.100.1";
  private static final int PHONE = 2;
  private static final int ATTACKER = 3;
  private static final int TABLET = 4;

  private final ScriptedSource frames = new ScriptedSource(false);
  private int seconds;

  @BeforeEach
  void thePhoneAsksForItsBank() {
    ask(PHONE, 7, "bank.example.com", BANK);
  }

  @Test
  void anAnswerThatNobodyAskedForIsIgnored() throws Exception {
    answer(PHONE, RESOLVER, 8, "evil.example.org", BANK);
    answer(TABLET, RESOLVER, 8, "evil.example.org", BANK);

    connect(PHONE);
    assertThat(names()).containsEntry(PHONE, "bank.example.com");
  }

  @Test
  void anAnswerOfAnotherServerOrWithAnotherIdentificationIsIgnored() throws Exception {
    query(PHONE, 9, "evil.example.org");
    answer(PHONE, "192.168.1.66", 9, "evil.example.org", BANK);
    answer(PHONE, RESOLVER, 10, "evil.example.org", BANK);

    connect(PHONE);
    assertThat(names()).containsEntry(PHONE, "bank.example.com");
  }

  @Test
  void aHostileZonesAnswerToAnotherDeviceNamesNeitherThePhonesTrafficNorTheTablets()
      throws Exception {
    ask(ATTACKER, 11, "evil.example.org", BANK);

    connect(PHONE);
    connect(ATTACKER);
    connect(TABLET);
    assertThat(names())
        .containsEntry(PHONE, "bank.example.com")
        .containsEntry(ATTACKER, "evil.example.org")
        .containsEntry(TABLET, null);
  }

  private void ask(int device, int id, String name, String address) {
    query(device, id, name);
    answer(device, RESOLVER, id, name, address);
  }

  private void query(int device, int id, String name) {
    send(device, 53, DnsBytes.query(id).question(name, 1).array());
  }

  private void answer(int device, String server, int id, String name, String address) {
    byte[] message = DnsBytes.response(id).question(name, 1).address(name, address).array();
    frames.frame(
        T.plusSeconds(++seconds),
        ethernet(mac(device), ROUTER, ipv4(server, ip(device), Frames.udp(53, 50_000, message))));
  }

  private void connect(int device) {
    frames.frame(
        T.plusSeconds(++seconds),
        ethernet(
            ROUTER, mac(device), ipv4(ip(device), BANK, Frames.tcp(50_001, 4_430, Frames.SYN, 0))));
  }

  private void send(int device, int port, byte[] payload) {
    frames.frame(
        T.plusSeconds(++seconds),
        ethernet(
            ROUTER, mac(device), ipv4(ip(device), RESOLVER, Frames.udp(50_000, port, payload))));
  }

  private static String ip(int device) {
    return "192.168.1." + device;
  }

  private static String mac(int device) {
    return "02:00:00:00:00:0" + device;
  }

  /** What each device's connection to the bank's address is called. */
  private Map<Integer, @Nullable String> names() throws Exception {
    Map<Integer, @Nullable String> names = new HashMap<>();
    Attribution attribution =
        new Attribution(
            new Names(),
            Places.none(),
            new ServiceReading(RuleSet.EMPTY),
            new LoggedAnswers(null),
            new PipelineListener() {
              @Override
              public void onFlow(String source, FlowUpdate flow, @Nullable Named name) {
                if (flow.remotePort() == 4_430) {
                  names.put(
                      (int) flow.localAddress().low() & 0xff,
                      name == null ? null : name.name().host());
                }
              }
            });
    Playback.play(frames, attribution::attribute);
    return names;
  }
}
