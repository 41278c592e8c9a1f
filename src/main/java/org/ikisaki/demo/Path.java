package org.ikisaki.demo;

/**
 * The way between a client and its server.
 *
 * @param client the end that opens the conversation
 * @param roundTrip nanoseconds from the home's link to the server and back
 * @param tally where its bytes are counted
 */
record Path(Endpoint client, Endpoint server, long roundTrip, Truth.Tally tally) {
  private static final int IPV4_MSS = 1460;
  private static final int IPV6_MSS = 1440;

  Endpoint source(boolean up) {
    return up ? client : server;
  }

  Endpoint destination(boolean up) {
    return up ? server : client;
  }

  boolean isIpv4() {
    return client.address().isIpv4();
  }

  /** What fits into one segment on an Ethernet of 1,500 bytes. */
  int maximumSegmentSize() {
    return isIpv4() ? IPV4_MSS : IPV6_MSS;
  }
}
