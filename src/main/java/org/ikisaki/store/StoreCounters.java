package org.ikisaki.store;

/**
 * What waits, and what bounds have cost since the store was opened.
 *
 * @param pendingIntervals intervals that wait for the next commit
 * @param pendingRows their rows
 * @param mergedIntervals intervals that became part of their neighbour: resolution lost, no bytes
 * @param droppedIntervals intervals (merged ones count as one) that were never written
 * @param droppedBytes their IP bytes
 * @param droppedEvidence pieces of name evidence beyond the bound of an interval
 */
public record StoreCounters(
    int pendingIntervals,
    int pendingRows,
    long mergedIntervals,
    long droppedIntervals,
    long droppedBytes,
    long droppedEvidence) {}
