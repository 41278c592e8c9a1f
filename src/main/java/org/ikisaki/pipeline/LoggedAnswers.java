package org.ikisaki.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.flow.DeviceId;
import org.ikisaki.flow.FlowUpdate;
import org.ikisaki.naming.DnsAnswer;
import org.ikisaki.naming.ResolverLog;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Answers out of a resolver's log, given to the devices that they went to: the log knows addresses
 * only. Bounded; the address that was longest unheard of is forgotten first. Confined to the writer
 * thread.
 */
public final class LoggedAnswers {
  private static final int CAPACITY = 4_096;

  private final @Nullable ResolverLog log;
  private final Map<IpAddress, String> clients = new LinkedHashMap<>(64, 0.75f, true);

  /**
   * Those of a log.
   *
   * @param log null if none is read
   */
  public LoggedAnswers(@Nullable ResolverLog log) {
    this.log = log;
  }

  /** Takes in who is at an address at home. */
  public void put(IpAddress address, DeviceId device) {
    if (log == null || device.equals(DeviceId.UNKNOWN) || device.equals(DeviceId.OVERFLOW)) {
      return;
    }
    clients.put(address, device.text());
    if (clients.size() > CAPACITY) {
      clients.remove(clients.keySet().iterator().next());
    }
  }

  /** Those that came since the last call, after what {@code flows} tell of addresses. */
  List<DnsAnswer> drain(List<FlowUpdate> flows) {
    if (log == null) {
      return List.of();
    }
    flows.forEach(flow -> put(flow.localAddress(), flow.device()));
    return log.drain().stream().map(this::withClient).toList();
  }

  private DnsAnswer withClient(DnsAnswer answer) {
    return new DnsAnswer(
        answer.timestamp(),
        clients.getOrDefault(answer.clientAddress(), answer.client()),
        answer.clientAddress(),
        answer.server(),
        answer.queryName(),
        answer.over(),
        answer.solicited(),
        answer.rcode(),
        answer.cnames(),
        answer.addresses());
  }
}
