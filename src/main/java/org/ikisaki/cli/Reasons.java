package org.ikisaki.cli;

import org.ikisaki.naming.WhyUnnamed;
import org.ikisaki.store.UnnamedRow;
import org.ikisaki.wire.ProtocolNames;

/** Says why traffic has no name, and what can be done about it. */
final class Reasons {
  private Reasons() {}

  /** As short as fits a table. */
  static String shortly(WhyUnnamed why) {
    return switch (why) {
      case LOCAL_NETWORK -> "local network";
      case TOO_MANY -> "too many at a time";
      case HIDDEN_NAME -> "server name hidden (ECH)";
      case NO_CONNECTION -> "no connection";
      case SET_BY_ADDRESS -> "set up by address";
      case SEVERAL_NAMES -> "several names since";
      case OPEN_BEFORE -> "open before capture";
      case FROM_OUTSIDE -> "opened from outside";
      case RELAY -> "private relay";
      case PEER_TO_PEER -> "peers, calls, games";
      case ENCRYPTED_DNS -> "encrypted DNS";
      case NO_DNS_AT_ALL -> "no DNS of the device";
      case LITERAL_ADDRESS -> "no DNS for the address";
    };
  }

  /** The same in full. */
  static String words(UnnamedRow row) {
    return switch (row.why()) {
      case LOCAL_NETWORK -> "it stays in the local network";
      case TOO_MANY -> "it is the sum of what was too much for one interval";
      case HIDDEN_NAME ->
          "Encrypted Client Hello hid the server name and showed "
              + row.shownHost()
              + ", and no DNS answer to the device tells it";
      case NO_CONNECTION -> ProtocolNames.name(row.protocol()) + " has no server names";
      case SET_BY_ADDRESS -> "it is a DNS or time server that was set up by its address";
      case SEVERAL_NAMES ->
          "the device has had several names for this address since: it could be any of them";
      case OPEN_BEFORE -> "the connection was open before capture began";
      case FROM_OUTSIDE -> "the far end opened it, so nobody at home asked for its name";
      case RELAY -> "the device hides where its traffic goes behind " + encrypted(row);
      case PEER_TO_PEER ->
          "one of many far ends on high ports that no DNS answer came before:"
              + " peer-to-peer, a call or a game";
      case ENCRYPTED_DNS -> "the device asks its DNS questions encrypted: " + encrypted(row);
      case NO_DNS_AT_ALL ->
          "no DNS answer to this device was ever seen: it asks where it can't be heard from here";
      case LITERAL_ADDRESS ->
          "no DNS answer to this device had the address:"
              + " an older answer is still in use, or the app was told the literal address";
    };
  }

  /** What the user can do; empty if nothing. */
  static String remedy(WhyUnnamed why) {
    return switch (why) {
      case LOCAL_NETWORK, TOO_MANY, NO_CONNECTION -> "";
      case HIDDEN_NAME -> "switch secure DNS off in the browser: without it there is no ECH either";
      case SET_BY_ADDRESS -> "give its address a rule in services.yaml";
      case SEVERAL_NAMES -> "nothing: its new connections have names";
      case OPEN_BEFORE ->
          "restart the app: when it connects again, what it did before gets the name too";
      case FROM_OUTSIDE, PEER_TO_PEER -> "give its port, network or AS a rule in services.yaml";
      case RELAY -> "switch the relay off for this network, in the device's Wi-Fi settings";
      case ENCRYPTED_DNS ->
          "switch off private or secure DNS on the device, so that it asks the house's resolver";
      case NO_DNS_AT_ALL ->
          "listen where its questions pass, or read the resolver's log: docs/resolver.md";
      case LITERAL_ADDRESS ->
          "restart the app; if that does not help, give the network a rule in services.yaml";
    };
  }

  private static String encrypted(UnnamedRow row) {
    return EncryptedDnsText.words(row.encrypted().get(0));
  }
}
