package org.ikisaki.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The messages in which devices say their names: DHCP, DHCPv6, NetBIOS. */
final class DeviceMessagesTest {
  private static final long MAC = MacAddress.parse("02:00:00:00:00:07");
  private static final IpAddress SENDER = IpAddress.parse("192.0.2.7");

  private final DhcpMessage dhcp = new DhcpMessage();
  private final Dhcp6Message dhcp6 = new Dhcp6Message();
  private final NetbiosMessage netbios = new NetbiosMessage();

  private boolean dhcp(Bytes message) {
    return dhcp.wrap(message.buffer(), 0, message.size());
  }

  private boolean netbios(Bytes message) {
    return netbios.wrap(message.buffer(), 0, message.size());
  }

  @Test
  void readsWhatADhcpClientCallsItself() {
    Bytes options =
        new Bytes()
            .u8(53)
            .u8(1)
            .u8(3)
            .u8(0)
            .u8(12)
            .vector(1, new Bytes().text("Kitchen-TV\0"))
            .u8(81)
            .vector(1, new Bytes().u8(0).u16(0).text("kitchen-tv.home.arpa."))
            .u8(255);
    assertThat(dhcp(DeviceBytes.dhcp(MAC, options))).isTrue();
    assertThat(dhcp.chaddr()).isEqualTo(MAC);
    assertThat(dhcp.hostName()).isEqualTo("kitchen-tv");
    assertThat(dhcp.clientFqdn()).isEqualTo("kitchen-tv.home.arpa");
  }

  @Test
  void readsWhatADhcpClientIs() {
    Bytes options =
        new Bytes()
            .u8(60)
            .vector(1, new Bytes().text("MSFT 5.0"))
            .u8(55)
            .vector(1, new Bytes().u8(1).u8(3).u8(252))
            .u8(255);
    assertThat(dhcp(DeviceBytes.dhcp(MAC, options))).isTrue();
    assertThat(dhcp.vendorClass()).isEqualTo("MSFT 5.0");
    assertThat(dhcp.parameterList()).isEqualTo("1,3,252");
    assertThat(dhcp(DeviceBytes.dhcp(MAC, new Bytes().u8(55).u8(0).u8(60).u8(0)))).isTrue();
    assertThat(dhcp.vendorClass()).isNull();
    assertThat(dhcp.parameterList()).isNull();
  }

  @Test
  void readsWhatADhcpServerSaysOfTheNetwork() {
    Bytes options =
        new Bytes()
            .u8(54)
            .vector(1, new Bytes().u32(0xc0000201L))
            .u8(3)
            .vector(1, new Bytes().u32(0xc0000202L).u32(0xc0000209L))
            .u8(6)
            .vector(1, new Bytes().u16(7));
    byte[] message = DeviceBytes.dhcp(MAC, options).array();
    assertThat(dhcp.wrapReply(ByteBuffer.wrap(message), 0, message.length)).isFalse();
    message[0] = 2;
    assertThat(dhcp.wrapReply(ByteBuffer.wrap(message), 0, message.length)).isTrue();
    assertThat(dhcp.serverIdentifier()).isEqualTo(IpAddress.parse("192.0.2.1"));
    assertThat(dhcp.router()).isEqualTo(IpAddress.parse("192.0.2.2"));
    assertThat(dhcp.dnsServer()).isNull();
  }

  @Test
  void readsAnEncodedFqdn() {
    Bytes fqdn = new Bytes().u8(4).u16(0).name("Tv.home.arpa");
    dhcp(DeviceBytes.dhcp(MAC, new Bytes().u8(81).vector(1, fqdn)));
    assertThat(dhcp.clientFqdn()).isEqualTo("tv.home.arpa");
    assertThat(dhcp.hostName()).isNull();
  }

  @Test
  void readsOptionsInTheFieldsThatTheyOverload() {
    byte[] message = DeviceBytes.dhcp(MAC, new Bytes().u8(52).u8(1).u8(3).u8(255)).array();
    byte[] option = new Bytes().u8(12).vector(1, new Bytes().text("tv")).u8(255).array();
    byte[] inFile = message.clone();
    System.arraycopy(option, 0, inFile, 108, option.length);
    assertThat(dhcp.wrap(ByteBuffer.wrap(inFile), 0, inFile.length)).isTrue();
    assertThat(dhcp.hostName()).isEqualTo("tv");
    byte[] inServerName = message.clone();
    System.arraycopy(option, 0, inServerName, 44, option.length);
    assertThat(dhcp.wrap(ByteBuffer.wrap(inServerName), 0, inServerName.length)).isTrue();
    assertThat(dhcp.hostName()).isEqualTo("tv");
  }

  @Test
  void takesNoServersMessageForAClients() {
    byte[] message = DeviceBytes.dhcp(MAC, new Bytes()).array();
    message[0] = 2;
    assertThat(dhcp.wrap(ByteBuffer.wrap(message), 0, message.length)).isFalse();
  }

  @Test
  void stopsAtADhcpOptionThatLeavesItsMessage() {
    assertThat(dhcp(DeviceBytes.dhcp(MAC, new Bytes().u8(12).u8(3).text("tv")))).isTrue();
    assertThat(dhcp.hostName()).isNull();
    assertThat(dhcp(DeviceBytes.dhcp(MAC, new Bytes().u8(12)))).isTrue();
    assertThat(dhcp.hostName()).isNull();
  }

  @Test
  void rejectsEveryTruncationOfTheDhcpHeader() {
    Bytes message = DeviceBytes.dhcp(MAC, new Bytes());
    for (int length = 0; length < message.size(); length++) {
      assertThat(dhcp.wrap(message.buffer(), 0, length)).as("%d", length).isFalse();
    }
  }

  @Test
  void readsWhatADhcp6ClientCallsItself() {
    Bytes message = DeviceBytes.dhcp6("Tv.home.arpa");
    assertThat(dhcp6.wrap(message.buffer(), 0, message.size())).isTrue();
    assertThat(dhcp6.clientFqdn()).isEqualTo("tv.home.arpa");
    for (int length = 0; length < message.size(); length++) {
      boolean endsBetweenOptions = length == 4 || length == 10;
      assertThat(dhcp6.wrap(message.buffer(), 0, length)).isEqualTo(endsBetweenOptions);
    }
    byte[] advertise = message.array();
    advertise[0] = 2;
    assertThat(dhcp6.wrap(ByteBuffer.wrap(advertise), 0, advertise.length)).isFalse();
  }

  @Test
  void readsANameThatIsRegistered() {
    assertThat(netbios(DeviceBytes.netbiosRegistration("KITCHEN-PC", 0x00, 0))).isTrue();
    assertThat(netbios.ownName(SENDER.low())).isEqualTo("kitchen-pc");
    netbios(DeviceBytes.netbiosRegistration("KITCHEN-PC", 0x20, 0));
    assertThat(netbios.ownName(SENDER.low())).isEqualTo("kitchen-pc");
  }

  @Test
  void takesNoGroupOrOtherKindForADevice() {
    netbios(DeviceBytes.netbiosRegistration("WORKGROUP", 0x00, 0x8000));
    assertThat(netbios.ownName(SENDER.low())).isNull();
    netbios(DeviceBytes.netbiosRegistration("WORKGROUP", 0x1d, 0));
    assertThat(netbios.ownName(SENDER.low())).isNull();
    netbios(DeviceBytes.netbiosRegistration("", 0x00, 0));
    assertThat(netbios.ownName(SENDER.low())).isNull();
  }

  @Test
  void readsANameThatItsOwnerConfirms() {
    netbios(DeviceBytes.netbiosAnswer("KITCHEN-PC", SENDER));
    assertThat(netbios.ownName(SENDER.low())).isEqualTo("kitchen-pc");
    assertThat(netbios.ownName(IpAddress.parse("192.0.2.8").low())).isNull();
  }

  @Test
  void readsTheFirstNameThatADeviceLists() {
    netbios(DeviceBytes.netbiosStatus("WORKGROUP", "KITCHEN-PC"));
    assertThat(netbios.ownName(SENDER.low())).isEqualTo("kitchen-pc");
  }

  @Test
  void aQuerySaysNothingOfItsSender() {
    netbios(new Bytes().add(DnsBytes.query(1).question("a".repeat(32), 0x20).array()));
    assertThat(netbios.ownName(SENDER.low())).isNull();
  }

  @Test
  void survivesRandomBytes() {
    Random random = new Random(7);
    byte[][] messages = {
      DeviceBytes.dhcp(MAC, new Bytes().u8(12).vector(1, new Bytes().text("kitchen-tv"))).array(),
      DeviceBytes.dhcp6("kitchen-tv.home.arpa").array(),
      DeviceBytes.netbiosRegistration("KITCHEN-PC", 0, 0).array(),
      DeviceBytes.netbiosStatus("WORKGROUP", "KITCHEN-PC").array()
    };
    int named = 0;
    for (int round = 0; round < 400_000; round++) {
      byte[] whole = messages[round % messages.length];
      byte[] bytes = Arrays.copyOf(whole, whole.length - (round % 8 == 0 ? random.nextInt(9) : 0));
      for (int flips = random.nextInt(4); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      if (dhcp.wrap(buffer, 0, bytes.length)) {
        dhcp.clientFqdn();
        named += dhcp.hostName() == null ? 0 : 1;
      }
      if (dhcp6.wrap(buffer, 0, bytes.length)) {
        named += dhcp6.clientFqdn() == null ? 0 : 1;
      }
      if (netbios.wrap(buffer, 0, bytes.length)) {
        named += netbios.ownName(SENDER.low()) == null ? 0 : 1;
      }
    }
    assertThat(named).isBetween(100_000, 399_999);
  }
}
