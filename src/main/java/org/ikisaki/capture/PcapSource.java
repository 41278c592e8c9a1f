package org.ikisaki.capture;

import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ikisaki.wire.Frame;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.BlockingMode;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.PcapStat;

/**
 * Frames of a live interface through libpcap, by way of pcap4j: works wherever libpcap does.
 * Confined to the capture thread, but for {@link #stop}.
 */
public final class PcapSource implements FrameSource {
  /*
   * Waiting. Blocking calls of libpcap on Linux wait for a frame for as long as the network is
   * quiet, whatever their time-out. So the handle does not block: an empty poll asks again after a
   * pause, which doubles from 1 ms to 16 ms as long as nothing comes, and gives up before 100 ms.
   * While 16 ms pass, a full gigabit line fills 2 MiB of the kernel's buffer.
   *
   * Listener. pcap4j catches and logs what a listener throws, and goes on: a fault would lose
   * frames uncounted. Ours keeps the fault, and the poll throws it.
   */

  private static final long MAX_WAIT = TimeUnit.MILLISECONDS.toNanos(80);
  private static final long MIN_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long MAX_PAUSE = TimeUnit.MILLISECONDS.toNanos(16);

  /** How long the kernel may gather frames before it shows them to us. */
  private static final int GATHER_MILLIS = 100;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final String name;
  private final PcapHandle handle;
  private final int linkType;
  private final FrameBatch batch;
  private final WrappingCounter kernelDrops = new WrappingCounter();
  private final WrappingCounter interfaceDrops = new WrappingCounter();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private long pause = MIN_PAUSE;
  private @Nullable Throwable fault;

  private PcapSource(String name, PcapHandle handle, int snapshotLength) {
    this.name = name;
    this.handle = handle;
    linkType = handle.getDlt().value();
    batch = new FrameBatch(snapshotLength);
  }

  /**
   * Opens an interface; its frames are kept from now on.
   *
   * @throws IOException with the remedy, if it can't be captured on
   */
  public static PcapSource open(String interfaceName, CaptureSettings settings) throws IOException {
    PcapHandle handle;
    try {
      handle = handle(interfaceName, settings);
    } catch (PcapNativeException e) {
      throw CaptureFailure.onOpen(interfaceName, e);
    } catch (LinkageError e) {
      throw CaptureFailure.noLibrary(e);
    }
    try {
      if (!settings.filter().isEmpty()) {
        filter(handle, settings.filter());
      }
      handle.setBlockingMode(BlockingMode.NONBLOCKING);
      return new PcapSource(interfaceName, handle, settings.snapshotLength());
    } catch (PcapNativeException | NotOpenException e) {
      handle.close();
      throw new IOException(interfaceName + ": can't capture: " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      handle.close();
      throw e;
    }
  }

  private static PcapHandle handle(String interfaceName, CaptureSettings settings)
      throws PcapNativeException {
    PcapHandle.Builder builder =
        new PcapHandle.Builder(interfaceName)
            .snaplen(settings.snapshotLength())
            .promiscuousMode(
                settings.promiscuous()
                    ? PromiscuousMode.PROMISCUOUS
                    : PromiscuousMode.NONPROMISCUOUS)
            .timeoutMillis(GATHER_MILLIS)
            .bufferSize(settings.bufferBytes());
    try {
      return builder.timestampPrecision(TimestampPrecision.NANO).build();
    } catch (PcapNativeException e) {
      // Some systems have microseconds only; if that was not it, the next failure tells.
      return builder.timestampPrecision(TimestampPrecision.MICRO).build();
    }
  }

  private static void filter(PcapHandle handle, String filter)
      throws IOException, NotOpenException {
    try {
      handle.setFilter(filter, BpfCompileMode.OPTIMIZE);
    } catch (PcapNativeException e) {
      throw CaptureFailure.inFilter(filter, e);
    }
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
  public Poll poll(Frame frame) throws IOException {
    if (stopped.getCount() == 0) {
      return Poll.END;
    }
    if (batch.next(frame, linkType)) {
      return Poll.FRAME;
    }
    long start = System.nanoTime();
    do {
      fill();
      if (batch.next(frame, linkType)) {
        pause = MIN_PAUSE;
        return Poll.FRAME;
      }
      if (isStoppedWithin(pause)) {
        return Poll.END;
      }
      pause = Math.min(2 * pause, MAX_PAUSE);
    } while (System.nanoTime() - start < MAX_WAIT);
    return Poll.IDLE;
  }

  @Override
  public DropCounts drops() {
    if (handle.isOpen()) {
      try {
        PcapStat stat = handle.getStats();
        kernelDrops.update(stat.getNumPacketsDropped());
        interfaceDrops.update(stat.getNumPacketsDroppedByIf());
      } catch (PcapNativeException | NotOpenException e) {
        // An interface that is gone counts no more; the next poll reports it.
        return sums();
      }
    }
    return sums();
  }

  @Override
  public void stop() {
    stopped.countDown();
  }

  @Override
  public void close() {
    if (handle.isOpen()) {
      handle.close();
    }
  }

  private DropCounts sums() {
    return new DropCounts(kernelDrops.sum(), interfaceDrops.sum());
  }

  private void fill() throws IOException {
    batch.clear();
    try {
      handle.dispatch(batch.capacity(), this::add);
    } catch (PcapNativeException | NotOpenException e) {
      throw new IOException(name + ": capture ended: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (fault != null) {
      throw new IllegalStateException(name + ": a captured frame could not be taken over", fault);
    }
  }

  private void add(byte[] bytes) {
    try {
      // A java.sql.Timestamp, whose instant has its nanoseconds.
      Date date = handle.getTimestamp();
      Instant time = date.toInstant();
      batch.add(
          bytes,
          Integer.toUnsignedLong(handle.getOriginalLength()),
          time.getEpochSecond() * NANOS_PER_SECOND + time.getNano());
    } catch (RuntimeException | Error e) {
      fault = e;
    }
  }

  private boolean isStoppedWithin(long nanos) {
    try {
      return stopped.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
