package org.ikisaki.pipeline;

import java.time.Duration;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.MacAddress;
import org.ikisaki.wire.Packet;
import org.ikisaki.wire.Verdict;

/**
 * Finds out whether a source hears others, or only this computer and what is sent to everybody.
 * Confined to its capture thread, but for {@link #isWrong}.
 *
 * <p>It decides once, as soon as there is enough to go by. At night a house may sleep: that others
 * were heard before, or are later, must not become a warning.
 */
public final class VantagePoint {
  private static final long ENOUGH_NANOS = Duration.ofMinutes(5).toNanos();
  private static final long ENOUGH_FRAMES = 1_000;

  /** A switch floods what it does not know where to send: a little of others is always heard. */
  private static final long MIN_PERCENT_OF_OTHERS = 1;

  private final long mac;
  private final IpAddress[] addresses;
  private boolean decided;
  private volatile boolean wrong;
  private long first;
  private long frames;
  private long framesOfOthers;

  /** A source on an interface of {@code station}; without a MAC address nothing can be told. */
  public VantagePoint(Station station) {
    mac = station.mac();
    addresses = station.addresses().toArray(new IpAddress[0]);
    decided = mac == MacAddress.NONE;
  }

  void see(Packet packet, Verdict verdict, long time) {
    if (decided) {
      return;
    }
    if (frames == 0) {
      first = time;
    }
    frames++;
    if (isOfOthers(packet, verdict)) {
      framesOfOthers++;
    }
    if (frames >= ENOUGH_FRAMES && time - first >= ENOUGH_NANOS) {
      decided = true;
      wrong = framesOfOthers * 100 < frames * MIN_PERCENT_OF_OTHERS;
    }
  }

  /** Whether the source hears nothing of others, as far as is known by now. */
  public boolean isWrong() {
    return wrong;
  }

  private boolean isOfOthers(Packet packet, Verdict verdict) {
    if (MacAddress.isGroup(packet.destinationMac())) {
      return false;
    }
    if (packet.sourceMac() != mac && packet.destinationMac() != mac) {
      return true;
    }
    // A router passes on what others send each other.
    return verdict.isIp()
        && !isOurs(packet.sourceHigh(), packet.sourceLow())
        && !isOurs(packet.destinationHigh(), packet.destinationLow());
  }

  private boolean isOurs(long high, long low) {
    for (IpAddress address : addresses) {
      if (address.high() == high && address.low() == low) {
        return true;
      }
    }
    return false;
  }
}
