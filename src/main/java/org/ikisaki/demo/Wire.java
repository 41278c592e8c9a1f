package org.ikisaki.demo;

import org.ikisaki.wire.Frame;
import org.ikisaki.wire.LinkType;

/**
 * The home's link: holds the frame just sent until it is taken, and counts it when it is. Confined
 * to the thread that polls the source.
 */
final class Wire {
  /** Captured bytes of a payload that is only filler; with its headers at most 134 bytes. */
  static final int FILLER_CAPTURED = 60;

  private static final int HOP_LIMIT_FROM_HOME = 64;
  private static final int HOP_LIMIT_FROM_AFAR = 55;
  private static final int HOP_LIMIT_ON_LINK = 255;
  private static final byte[] NOTHING = {};

  private final FrameComposer composer = new FrameComposer();
  private final Truth truth;
  private boolean taken = true;

  Wire(Truth truth) {
    this.truth = truth;
  }

  /** Sends a segment whose payload is captured but for {@code zeros} bytes. */
  void tcp(
      Path path,
      boolean up,
      int flags,
      int sequence,
      int acknowledgment,
      byte[] payload,
      int offset,
      int length,
      int zeros) {
    composer.tcp(
        path.source(up),
        path.destination(up),
        up ? HOP_LIMIT_FROM_HOME : HOP_LIMIT_FROM_AFAR,
        flags,
        sequence,
        acknowledgment,
        payload,
        offset,
        length,
        zeros);
    sent(path, up);
  }

  /** Sends a segment without a payload. */
  void tcp(Path path, boolean up, int flags, int sequence, int acknowledgment) {
    tcp(path, up, flags, sequence, acknowledgment, NOTHING, 0, 0, 0);
  }

  /** Sends a datagram, captured whole. */
  void udp(Path path, boolean up, byte[] payload) {
    udp(path, up, payload, payload.length, 0);
  }

  /** Sends a datagram whose payload is captured but for {@code zeros} bytes. */
  void udp(Path path, boolean up, byte[] payload, int length, int zeros) {
    int hopLimit = up ? HOP_LIMIT_FROM_HOME : HOP_LIMIT_FROM_AFAR;
    composer.udp(path.source(up), path.destination(up), hopLimit, payload, length, zeros);
    sent(path, up);
  }

  /** Sends a datagram that must not have passed a router, as mDNS demands. */
  void udpOnLink(Path path, byte[] payload) {
    composer.udp(path.client(), path.server(), HOP_LIMIT_ON_LINK, payload, payload.length, 0);
    sent(path, true);
  }

  /** Sends a message that must not have passed a router, as neighbour discovery demands. */
  void icmpOnLink(Path path, byte[] message) {
    composer.icmp(path.client(), path.server(), HOP_LIMIT_ON_LINK, message);
    sent(path, true);
  }

  void icmp(Path path, boolean up, byte[] message) {
    int hopLimit = up ? HOP_LIMIT_FROM_HOME : HOP_LIMIT_FROM_AFAR;
    composer.icmp(path.source(up), path.destination(up), hopLimit, message);
    sent(path, up);
  }

  void arp(int operation, Endpoint sender, Endpoint target, long destinationMac) {
    composer.arp(operation, sender, target, destinationMac);
    occupy();
  }

  private void sent(Path path, boolean up) {
    occupy();
    path.tally().count(up, composer.ipBytes());
  }

  private void occupy() {
    if (!taken) {
      throw new IllegalStateException("two frames at a time");
    }
    taken = false;
  }

  /** Hands over the frame sent since the last call, if there is one. */
  boolean take(Frame frame, long timestamp) {
    if (taken) {
      return false;
    }
    taken = true;
    frame.set(
        composer.buffer(),
        0,
        composer.capturedLength(),
        composer.originalLength(),
        LinkType.ETHERNET,
        timestamp);
    truth.countFrame(composer.originalLength());
    return true;
  }
}
