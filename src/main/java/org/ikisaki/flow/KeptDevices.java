package org.ikisaki.flow;

import java.util.Arrays;
import java.util.Collection;

/**
 * The MAC addresses that the user named: however many others are made up, these are told apart and
 * never forgotten. Thread-safe.
 */
public final class KeptDevices {
  /** More than a household names. */
  private static final int MAX = 1_024;

  private volatile long[] macs = {};

  /** Keeps these from now on, and no others. */
  public void keep(Collection<Long> named) {
    macs = named.stream().mapToLong(Long::longValue).sorted().limit(MAX).toArray();
  }

  boolean contains(long mac) {
    return Arrays.binarySearch(macs, mac) >= 0;
  }
}
