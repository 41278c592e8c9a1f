package org.ikisaki.flow;

import java.util.List;
import org.ikisaki.wire.Packet;
import org.ikisaki.wire.Verdict;
import org.jspecify.annotations.Nullable;

/** The flows of one source, in a bounded table. Confined to its capture thread. */
public final class FlowTable {
  /**
   * Accounts a packet as decoded, or what its link layer tells of devices if it holds no IP.
   *
   * @return its flow, or null where the verdict is not IP
   */
  public @Nullable Flow account(Packet packet, Verdict verdict) {
    throw new UnsupportedOperationException();
  }

  /**
   * What each flow did since the last call, by flow id; flows idle for longer than their time-out
   * at {@code now} (nanoseconds since 1970) end, and with {@code endAll} every one.
   */
  public List<FlowUpdate> drainFlows(long now, boolean endAll) {
    throw new UnsupportedOperationException();
  }

  /** What was seen of each device since the last call, by device. */
  public List<DeviceUpdate> drainDevices() {
    throw new UnsupportedOperationException();
  }
}
