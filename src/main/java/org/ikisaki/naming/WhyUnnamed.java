package org.ikisaki.naming;

import java.util.Locale;
import org.ikisaki.naming.EncryptedDns.Kind;
import org.ikisaki.wire.IpProtocol;
import org.jspecify.annotations.Nullable;

/** Why traffic has no name, as far as can be told. */
public enum WhyUnnamed {
  /** It stays at home, where most things have no name. */
  LOCAL_NETWORK,
  /** It is the sum of what a bound left out. */
  TOO_MANY,
  /** The server name was hidden (Encrypted Client Hello), and no visible DNS answer tells it. */
  HIDDEN_NAME,
  /** It belongs to no connection with ports: ICMP, tunnels. */
  NO_CONNECTION,
  /** A server that is set up by its address: DNS, time. */
  SET_BY_ADDRESS,
  /** The device had several names for the address since, and it could be any of them. */
  SEVERAL_NAMES,
  /** It was open before capture began. */
  OPEN_BEFORE,
  /** The far end opened it. */
  FROM_OUTSIDE,
  /** The device sends its traffic through a relay that hides where it goes. */
  RELAY,
  /** One of many far ends with ephemeral ports that nobody asked DNS for: peers, calls, games. */
  PEER_TO_PEER,
  /** The device asks its DNS questions encrypted. */
  ENCRYPTED_DNS,
  /** No DNS answer to the device passes here at all. */
  NO_DNS_AT_ALL,
  /**
   * The device's DNS answers are seen, and none has this address: the app was told it otherwise.
   */
  LITERAL_ADDRESS;

  private static final int DNS_PORT = 53;
  private static final int NTP_PORT = 123;
  private static final int DOT_PORT = 853;
  private static final int FIRST_REGISTERED_PORT = 1_024;
  private static final int MANY_PEERS = 8;

  /** The most certain reason first: what was seen of the traffic itself, then of its device. */
  public static WhyUnnamed of(Facts facts) {
    if (facts.isOther) {
      return TOO_MANY;
    }
    if (facts.isLocal) {
      return LOCAL_NETWORK;
    }
    if (facts.isHidden) {
      return HIDDEN_NAME;
    }
    if (facts.protocol != IpProtocol.TCP && facts.protocol != IpProtocol.UDP) {
      return NO_CONNECTION;
    }
    if (facts.port == DNS_PORT || facts.port == NTP_PORT || facts.port == DOT_PORT) {
      return SET_BY_ADDRESS;
    }
    if (facts.isDisputed) {
      return SEVERAL_NAMES;
    }
    if (!facts.openedHere && facts.openedBefore) {
      return OPEN_BEFORE;
    }
    if (!facts.openedHere && facts.openedOutside) {
      return FROM_OUTSIDE;
    }
    if (facts.port >= FIRST_REGISTERED_PORT && facts.peers >= MANY_PEERS) {
      return PEER_TO_PEER;
    }
    if (facts.encrypted == Kind.RELAY) {
      return RELAY;
    }
    if (facts.encrypted != null) {
      return ENCRYPTED_DNS;
    }
    return facts.hasVisibleDns ? LITERAL_ADDRESS : NO_DNS_AT_ALL;
  }

  /** As it is written in JSON. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * What is known of some traffic of one device with one endpoint.
   *
   * @param isOther whether it is the rest that a bound left out
   * @param isHidden whether its handshake hid the server name
   * @param isDisputed whether the device had several names for the address since
   * @param openedHere whether the device opened a connection before our eyes
   * @param openedBefore whether one was under way when it was first seen
   * @param openedOutside whether the far end opened one
   * @param peers far ends of the device with ports from 1024 on that have no name
   * @param encrypted how the device asks encrypted, null if not as far as is known
   * @param hasVisibleDns whether any DNS answer to the device was seen
   */
  public record Facts(
      boolean isOther,
      boolean isLocal,
      boolean isHidden,
      boolean isDisputed,
      int protocol,
      int port,
      boolean openedHere,
      boolean openedBefore,
      boolean openedOutside,
      long peers,
      @Nullable Kind encrypted,
      boolean hasVisibleDns) {}
}
