package org.ikisaki.store;

/**
 * What was forgotten, or would be.
 *
 * @param rows ten-second rows of traffic
 * @param sums rows of the coarser levels
 * @param others rows of names, queries, addresses and whatever else told of it
 * @param fileBytes size of the database file afterwards (or now, on a dry run)
 */
public record ForgetReport(
    long rows, long sums, long others, long fileBytesBefore, long fileBytes) {}
