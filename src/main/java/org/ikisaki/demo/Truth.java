package org.ikisaki.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the household really sent, counted as its frames leave: the measure of what a monitor makes
 * of them. Confined to the thread that polls the source; others may read it once that has ended.
 *
 * <p>Volumes are IP bytes, with IP headers and without link-layer ones. Of two ends at home the one
 * that opened the conversation is the device.
 */
public final class Truth {
  /** The service of what goes to the home's resolver. */
  public static final String RESOLVER = "(resolver)";

  /** The service of everything else that stays at home. */
  public static final String LOCAL = "(local network)";

  /** The service of servers that are known by their address alone. */
  public static final String UNNAMED = "(unnamed)";

  /** The device of a packet with no end at home: a DHCP client that has no address yet. */
  public static final String UNKNOWN_DEVICE = "(unknown)";

  private final Map<Key, Tally> tallies = new LinkedHashMap<>();
  private long frames;
  private long frameBytes;

  /** Where the volume of {@code key} is counted. */
  Tally tally(Key key) {
    return tallies.computeIfAbsent(key, k -> new Tally());
  }

  void countFrame(long originalLength) {
    frames++;
    frameBytes += originalLength;
  }

  public long frames() {
    return frames;
  }

  /** Bytes of all frames as they were on the wire. */
  public long frameBytes() {
    return frameBytes;
  }

  /** Everything that was sent over IP. */
  public Volume total() {
    return tallies.values().stream().map(Tally::volume).reduce(Volume.NONE, Volume::plus);
  }

  /** One row for every key under which anything was sent, in order of first sight. */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    tallies.forEach(
        (key, tally) -> {
          if (tally.volume().packets() > 0) {
            rows.add(new Row(key, tally.volume()));
          }
        });
    return rows;
  }

  /** Volume by service, of connections opened before the capture began too. */
  public SortedMap<String, Volume> byService() {
    return sums(key -> true, Key::service);
  }

  /** Volume by service of the connections whose beginning was captured. */
  public SortedMap<String, Volume> byServiceSinceStart() {
    return sums(key -> !key.openBeforeStart(), Key::service);
  }

  /** Volume by server: its name, or its address where it has none. */
  public SortedMap<String, Volume> byHost() {
    return sums(key -> true, Key::host);
  }

  /** Volume by the device's MAC address, or {@link #UNKNOWN_DEVICE}. */
  public SortedMap<String, Volume> byDevice() {
    return sums(key -> true, Key::device);
  }

  private SortedMap<String, Volume> sums(Predicate<Key> wanted, Function<Key, String> group) {
    SortedMap<String, Volume> sums = new TreeMap<>();
    for (Row row : rows()) {
      if (wanted.test(row.key())) {
        sums.merge(group.apply(row.key()), row.volume(), Volume::plus);
      }
    }
    return sums;
  }

  /**
   * Whose traffic with whom.
   *
   * @param device MAC address of the device, see {@link #byDevice}
   * @param service as people would call it
   * @param host the server's name, or its address where it has none
   * @param openBeforeStart whether the connection was open when the capture began, so that nothing
   *     in the capture names it at first
   */
  public record Key(String device, String service, String host, boolean openBeforeStart) {}

  /** The volume of one key. */
  public record Row(Key key, Volume volume) {}

  /** IP bytes and packets, down being towards the device. */
  public record Volume(long bytesDown, long bytesUp, long packetsDown, long packetsUp) {
    public static final Volume NONE = new Volume(0, 0, 0, 0);

    public long bytes() {
      return bytesDown + bytesUp;
    }

    public long packets() {
      return packetsDown + packetsUp;
    }

    Volume plus(Volume other) {
      return new Volume(
          bytesDown + other.bytesDown,
          bytesUp + other.bytesUp,
          packetsDown + other.packetsDown,
          packetsUp + other.packetsUp);
    }
  }

  /** The running volume of one key. */
  static final class Tally {
    private long bytesDown;
    private long bytesUp;
    private long packetsDown;
    private long packetsUp;

    void count(boolean up, long ipBytes) {
      if (up) {
        bytesUp += ipBytes;
        packetsUp++;
      } else {
        bytesDown += ipBytes;
        packetsDown++;
      }
    }

    Volume volume() {
      return new Volume(bytesDown, bytesUp, packetsDown, packetsUp);
    }
  }
}
