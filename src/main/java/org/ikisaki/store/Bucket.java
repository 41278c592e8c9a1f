package org.ikisaki.store;

import java.sql.SQLException;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.jspecify.annotations.Nullable;

/**
 * What passed in one minute, hour or day, from {@code time} up to, not including, {@code until}.
 *
 * @param zone whose local day it is; null for minutes and hours
 * @param traffic by device and endpoint
 * @param capture by source
 */
record Bucket(long time, long until, @Nullable String zone, RowSums traffic, RowSums capture) {
  static final int TRAFFIC_VALUES = 5;
  static final int CAPTURE_VALUES = 12;

  static Bucket empty(long time, long until, @Nullable String zone) {
    return new Bucket(time, until, zone, new RowSums(TRAFFIC_VALUES), new RowSums(CAPTURE_VALUES));
  }

  static Bucket unpack(
      long time,
      long until,
      @Nullable String zone,
      byte @Nullable [] traffic,
      byte @Nullable [] capture)
      throws SQLException {
    return new Bucket(
        time,
        until,
        zone,
        RowSums.unpack(traffic, TRAFFIC_VALUES),
        RowSums.unpack(capture, CAPTURE_VALUES));
  }

  static long[] values(Counters counters) {
    return new long[] {
      counters.bytesDown(),
      counters.bytesUp(),
      counters.packetsDown(),
      counters.packetsUp(),
      counters.flows()
    };
  }

  static Counters counters(long[] values) {
    return new Counters(values[0], values[1], values[2], values[3], values[4]);
  }

  static long[] values(CaptureStats stats) {
    return new long[] {
      stats.frames(),
      stats.frameBytes(),
      stats.ipPackets(),
      stats.ipBytes(),
      stats.notIp(),
      stats.undecoded(),
      stats.droppedByKernel(),
      stats.droppedByInterface(),
      stats.duplicates(),
      stats.gaps(),
      stats.flowsEvicted(),
      stats.unread()
    };
  }

  static CaptureStats stats(long[] values) {
    return new CaptureStats(
        values[0],
        values[1],
        values[2],
        values[3],
        values[4],
        values[5],
        values[6],
        values[7],
        values[8],
        values[9],
        values[10],
        values[11]);
  }
}
