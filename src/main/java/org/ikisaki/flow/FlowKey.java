package org.ikisaki.flow;

/**
 * What makes packets one flow: protocol, both addresses and ports, whichever way they went. Reused
 * for every packet, so that a look-up allocates nothing. Confined to one capture thread.
 *
 * <p>Of the two ends, 0 is the one whose address and port are less; {@link #sender} is the end that
 * this packet came from.
 */
final class FlowKey {
  long high0;
  long low0;
  long high1;
  long low1;
  int port0;
  int port1;
  int protocol;
  int sender;

  void set(
      int protocol,
      long sourceHigh,
      long sourceLow,
      int sourcePort,
      long destinationHigh,
      long destinationLow,
      int destinationPort) {
    this.protocol = protocol;
    boolean sourceIsLess =
        sourceHigh != destinationHigh
            ? sourceHigh < destinationHigh
            : sourceLow != destinationLow
                ? sourceLow < destinationLow
                : sourcePort <= destinationPort;
    if (sourceIsLess) {
      high0 = sourceHigh;
      low0 = sourceLow;
      port0 = sourcePort;
      high1 = destinationHigh;
      low1 = destinationLow;
      port1 = destinationPort;
      sender = 0;
    } else {
      high0 = destinationHigh;
      low0 = destinationLow;
      port0 = destinationPort;
      high1 = sourceHigh;
      low1 = sourceLow;
      port1 = sourcePort;
      sender = 1;
    }
  }

  int ports() {
    return port0 << 16 | port1;
  }
}
