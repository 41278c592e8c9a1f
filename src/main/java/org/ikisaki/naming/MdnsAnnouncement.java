package org.ikisaki.naming;

import java.util.Set;
import java.util.function.BiConsumer;
import org.ikisaki.wire.DnsMessage;
import org.ikisaki.wire.TxtData;
import org.jspecify.annotations.Nullable;

/**
 * What a device tells by multicast DNS of the services that it offers (RFC 6763): their types, what
 * they are called where people see it, and the device's model. Confined to one capture thread.
 */
final class MdnsAnnouncement {
  private static final String LOCAL = ".local";
  private static final String ALL_SERVICES = "_services._dns-sd._udp.local";

  /** Types whose instances people name, as they choose among them. */
  private static final Set<String> NAMED_BY_PEOPLE =
      Set.of("_airplay._tcp", "_hap._tcp", "_ipp._tcp", "_ipps._tcp", "_printer._tcp", "_smb._tcp");

  private static final String CAST = "_googlecast._tcp";

  /** Keys under which services tell a model: of Apple, AirPlay 1, Cast and HomeKit, printers. */
  private static final String[] MODEL_KEYS = {"model", "am", "md", "ty"};

  private final TxtData texts = new TxtData();

  /** Hands on what one record of an answer tells. */
  void read(DnsMessage message, int record, BiConsumer<ClueKind, String> clues) {
    String owner = message.recordName(record);
    @Nullable String target = message.recordTarget(record);
    if (target != null && message.recordType(record) == DnsMessage.TYPE_PTR) {
      pointer(owner, target, clues);
    } else if (message.recordTexts(record, texts)) {
      text(owner, clues);
    }
  }

  private static void pointer(String owner, String target, BiConsumer<ClueKind, String> clues) {
    String type = type(owner.equals(ALL_SERVICES) ? target : owner);
    if (type == null) {
      return;
    }
    clues.accept(ClueKind.MDNS_SERVICE, type);
    int instance = target.length() - owner.length() - 1;
    if (NAMED_BY_PEOPLE.contains(type) && instance > 0 && target.endsWith(owner)) {
      clues.accept(ClueKind.MDNS_INSTANCE, target.substring(0, instance));
    }
  }

  private void text(String owner, BiConsumer<ClueKind, String> clues) {
    String type = type(owner);
    if (type == null) {
      return;
    }
    for (String key : MODEL_KEYS) {
      String model = texts.value(key);
      if (model != null) {
        clues.accept(ClueKind.MDNS_MODEL, model);
        break;
      }
    }
    String friendly = type.equals(CAST) ? texts.value("fn") : null;
    if (friendly != null) {
      clues.accept(ClueKind.MDNS_INSTANCE, friendly);
    }
  }

  /** {@code _ipp._tcp} of {@code printer._ipp._tcp.local}; null if it is no service of the link. */
  private static @Nullable String type(String name) {
    if (!name.endsWith(LOCAL)) {
      return null;
    }
    int protocol = name.lastIndexOf('.', name.length() - LOCAL.length() - 1);
    int service = name.lastIndexOf('.', protocol - 1) + 1;
    return protocol > 0 && name.charAt(service) == '_' && name.charAt(protocol + 1) == '_'
        ? name.substring(service, name.length() - LOCAL.length())
        : null;
  }
}
