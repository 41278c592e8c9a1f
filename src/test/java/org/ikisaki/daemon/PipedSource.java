package org.ikisaki.daemon;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.ikisaki.capture.FrameSource;
import org.ikisaki.testing.Frames;
import org.ikisaki.wire.DnsBytes;
import org.ikisaki.wire.Frame;
import org.ikisaki.wire.LinkType;
import org.jspecify.annotations.Nullable;

/** A source that brings what a test sends, and breaks when it is told to. */
final class PipedSource implements FrameSource {
  static final String DEVICE = "02:00:00:00:00:01";
  static final String ROUTER = "02:00:00:00:00:fe";

  private final BlockingQueue<Frame> queue = new LinkedBlockingQueue<>();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private volatile boolean ended;

  /** A datagram from the device to a server, with {@code length} bytes of payload. */
  void datagram(Instant time, String server, int length) {
    byte[] bytes =
        Frames.ethernet(
            ROUTER, DEVICE, Frames.ipv4("192.168.1.2", server, Frames.udp(5000, 6000, length)));
    add(time, bytes);
  }

  /** The router answers the device that {@code name} has the address of a server. */
  void lookup(Instant time, String name, String server) {
    byte[] query = DnsBytes.query(7).question(name, 1).array();
    byte[] answer = DnsBytes.response(7).question(name, 1).address(name, server).array();
    add(
        time,
        Frames.ethernet(
            ROUTER,
            DEVICE,
            Frames.ipv4("192.168.1.2", "192.168.1.1", Frames.udp(40_000, 53, query))));
    add(
        time,
        Frames.ethernet(
            DEVICE,
            ROUTER,
            Frames.ipv4("192.168.1.1", "192.168.1.2", Frames.udp(53, 40_000, answer))));
  }

  private void add(Instant time, byte[] bytes) {
    long nanos = time.getEpochSecond() * 1_000_000_000L + time.getNano();
    queue.add(Frames.captured(bytes, nanos));
  }

  /** After all that was sent, {@link #poll} throws this. */
  void fail(Exception e) {
    failure.set(e);
  }

  /** After all that was sent comes the end. */
  void end() {
    ended = true;
  }

  @Override
  public String name() {
    return "piped";
  }

  @Override
  public boolean isLive() {
    return false;
  }

  @Override
  public Poll poll(Frame frame) throws IOException {
    try {
      Frame sent = queue.poll(10, TimeUnit.MILLISECONDS);
      if (sent != null) {
        frame.set(
            sent.buffer(),
            sent.offset(),
            sent.capturedLength(),
            sent.originalLength(),
            LinkType.ETHERNET,
            sent.timestamp());
        return Poll.FRAME;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Poll.END;
    }
    Exception failed = failure.get();
    if (failed instanceof IOException e) {
      throw e;
    } else if (failed instanceof RuntimeException e) {
      throw e;
    }
    return ended ? Poll.END : Poll.IDLE;
  }

  @Override
  public DropCounts drops() {
    return DropCounts.NONE;
  }

  @Override
  public void stop() {
    ended = true;
  }

  @Override
  public void close() {
    ended = true;
  }
}
