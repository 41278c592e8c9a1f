package org.ikisaki.trace.render;

/**
 * A way between two sites that follow each other, in whichever direction.
 *
 * @param from index of a site, the smaller
 * @param to index of a site
 * @param sure whether some trace went it with no unplaced hop in between
 * @param traces how many went it
 */
record Leg(int from, int to, boolean sure, int traces) {}
