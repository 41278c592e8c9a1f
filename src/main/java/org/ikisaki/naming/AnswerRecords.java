package org.ikisaki.naming;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.ikisaki.wire.DnsMessage;
import org.ikisaki.wire.EchConfigList;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.SvcbData;
import org.jspecify.annotations.Nullable;

/** Follows the records of a DNS message from a name to its addresses. Confined to one thread. */
final class AnswerRecords {
  private static final int MAX_CHAIN = 16;
  private static final int MAX_ADDRESSES = 64;

  private final DnsMessage message;
  private final EchPublicNames publicNames;
  private final SvcbData service = new SvcbData();
  private final EchConfigList ech = new EchConfigList();

  /** Of what {@code message} is when it is asked. */
  AnswerRecords(DnsMessage message, EchPublicNames publicNames) {
    this.message = message;
    this.publicNames = publicNames;
  }

  /** The names that {@code name} leads to, in order, whatever the order of the records. */
  List<String> chain(String name) {
    List<String> chain = new ArrayList<>();
    String next = targetOf(name);
    while (next != null
        && !next.equals(name)
        && !chain.contains(next)
        && chain.size() < MAX_CHAIN) {
      chain.add(next);
      next = targetOf(next);
    }
    return chain;
  }

  private @Nullable String targetOf(String owner) {
    String alias = null;
    for (int i = 0; i < message.answerCount(); i++) {
      boolean isCname = message.recordType(i) == DnsMessage.TYPE_CNAME;
      boolean leadsOn = isCname || message.recordService(i, service);
      if (!leadsOn || !message.recordName(i).equals(owner)) {
        continue;
      }
      if (isCname) {
        return message.recordTarget(i);
      }
      if (service.isAlias() && !service.target().equals(".")) {
        alias = service.target();
      }
    }
    return alias;
  }

  /** The addresses at the end of a chain, in order, hints of services among them. */
  List<IpAddress> addresses(String name, List<String> chain) {
    List<IpAddress> addresses = new ArrayList<>();
    for (int i = 0; i < message.answerCount() && addresses.size() < MAX_ADDRESSES; i++) {
      IpAddress address = message.recordAddress(i);
      boolean isService = message.recordService(i, service);
      if (address == null && !isService) {
        continue;
      }
      String owner = message.recordName(i);
      if (!owner.equals(name) && !chain.contains(owner)) {
        continue;
      }
      if (isService) {
        service.addHints(addresses);
        learnPublicName(owner);
      } else {
        addresses.add(Objects.requireNonNull(address));
      }
    }
    return addresses;
  }

  private void learnPublicName(String owner) {
    String publicName = service.echConfigs(ech) ? ech.publicName() : null;
    if (publicName != null) {
      publicNames.learn(owner, publicName);
    }
  }
}
