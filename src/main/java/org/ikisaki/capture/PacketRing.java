package org.ikisaki.capture;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.ikisaki.linux.ErrnoException;
import org.ikisaki.linux.PacketSocket;
import org.ikisaki.linux.Readiness;
import org.ikisaki.linux.RxRing;
import org.ikisaki.wire.Frame;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames of a live interface of Linux, from the ring that its kernel fills. Confined to the capture
 * thread, but for {@link #stop} and {@link #status}.
 */
public final class PacketRing implements FrameSource {
  /*
   * Down and gone. When its interface goes down, a socket says so once, and hears again when that
   * is up. When the interface is gone for good, it says so once too, but not if the interface was
   * down before. So an idle socket is asked what it is tied to. Frames may still be in a block that
   * the kernel keeps until it is retired: the source is broken only after some idle polls.
   */

  private static final Logger log = LoggerFactory.getLogger(PacketRing.class);

  private static final int WAIT_MILLIS = 100;
  private static final int IDLE_POLLS_UNTIL_GONE = 3;

  private final String name;
  private final String interfaceName;
  private final OpenRing open;
  private final PacketSocket socket;
  private final RxRing ring;
  private final @Nullable InterfaceCounters counters;
  private long kernelDrops;
  private int idlePollsGone;
  private volatile @Nullable Instant downSince;
  private volatile boolean stopped;
  private boolean closed;

  private PacketRing(String name, String interfaceName, OpenRing open, boolean countsInterface) {
    this.name = name;
    this.interfaceName = interfaceName;
    this.open = open;
    socket = open.socket();
    ring = open.ring();
    counters = countsInterface ? new InterfaceCounters(interfaceName) : null;
  }

  /**
   * Opens an interface; its frames are kept from now on, or from when it is up.
   *
   * @throws IOException with the remedy, if it can't be captured on in this way
   */
  public static PacketRing open(String interfaceName, CaptureSettings settings) throws IOException {
    return new PacketRing(
        interfaceName, interfaceName, OpenRing.open(interfaceName, settings, null), true);
  }

  /**
   * Opens one of several rings that share an interface's frames; the first counts what the
   * interface lost.
   *
   * @param number from 0 on
   */
  static PacketRing open(String interfaceName, CaptureSettings settings, Fanout fanout, int number)
      throws IOException {
    boolean isFirst = number == 0;
    String name = isFirst ? interfaceName : interfaceName + "#" + (number + 1);
    OpenRing open = OpenRing.open(interfaceName, settings, fanout);
    return new PacketRing(name, interfaceName, open, isFirst);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isLive() {
    return true;
  }

  @Override
  public String status() {
    Instant since = downSince;
    return since == null ? CAPTURING : "the interface is down since " + since;
  }

  @Override
  public Poll poll(Frame frame) throws IOException {
    if (stopped) {
      return Poll.END;
    }
    if (ring.next()) {
      set(frame);
      return Poll.FRAME;
    }
    return await(frame);
  }

  @Override
  public DropCounts drops() {
    if (!closed) {
      try {
        kernelDrops += socket.takeDrops();
      } catch (ErrnoException e) {
        log.debug("{}: its drops can't be read", name, e);
      }
    }
    return new DropCounts(kernelDrops, counters == null ? 0 : counters.losses());
  }

  @Override
  public void stop() {
    stopped = true;
    socket.wake();
  }

  @Override
  public void close() {
    closed = true;
    open.close();
  }

  private void set(Frame frame) {
    frame.set(
        ring.buffer(),
        ring.offset(),
        ring.capturedLength(),
        ring.originalLength(),
        open.linkType(),
        ring.timestamp());
    int tci = ring.vlanTci();
    if (tci != RxRing.NO_VLAN) {
      frame.setVlanTci(tci);
    }
  }

  private Poll await(Frame frame) throws IOException {
    if (closed) {
      throw new IOException(name + ": capture ended: it is closed");
    }
    Readiness readiness = socket.await(WAIT_MILLIS);
    if (stopped) {
      return Poll.END;
    }
    if (readiness == Readiness.TROUBLE) {
      down(socket.takeError());
    } else if (downSince != null) {
      lookWhetherUp();
    }
    if (ring.next()) {
      idlePollsGone = 0;
      set(frame);
      return Poll.FRAME;
    }
    boolean isGone = socket.interfaceIndex() != open.interfaceIndex();
    if (isGone && ++idlePollsGone == IDLE_POLLS_UNTIL_GONE) {
      throw new IOException(name + ": the interface disappeared");
    }
    return Poll.IDLE;
  }

  private void down(int errno) throws IOException {
    if (errno != 0 && errno != ErrnoException.ENETDOWN) {
      throw new IOException("%s: capture ended: errno %d".formatted(name, errno));
    }
    if (errno != 0 && downSince == null) {
      downSince = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
  }

  private void lookWhetherUp() {
    if (socket.isUp(interfaceName)) {
      downSince = null;
    }
  }
}
