package org.ikisaki.store;

/**
 * What keeps a hostile or broken network from filling memory and disk.
 *
 * @param endpointsPerInterval the smallest beyond it become {@code (other)}
 * @param namesPerInterval DNS names and pieces of name evidence; queries beyond it count for the
 *     name {@code (other)}
 * @param pendingRows rows that wait in memory while they can't be written, about 300 bytes each
 */
record StoreLimits(int endpointsPerInterval, int namesPerInterval, int pendingRows) {
  static final StoreLimits DEFAULTS = new StoreLimits(2_000, 2_000, 50_000);
}
