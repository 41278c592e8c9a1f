package org.ikisaki.store;

/**
 * How much could be told by name.
 *
 * @param bytes of all traffic that left the local network, or came from outside
 * @param bytesNamed of these, those whose endpoint has a name
 * @param connections opened from home to public addresses, but for those that ask DNS questions
 * @param connectionsWithDns of these, to an address out of a DNS answer that the device was seen to
 *     get
 */
public record Coverage(long bytes, long bytesNamed, long connections, long connectionsWithDns) {
  public static final Coverage NONE = new Coverage(0, 0, 0, 0);

  public Coverage plus(Coverage other) {
    return new Coverage(
        bytes + other.bytes,
        bytesNamed + other.bytesNamed,
        connections + other.connections,
        connectionsWithDns + other.connectionsWithDns);
  }
}
